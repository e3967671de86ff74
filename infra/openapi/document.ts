/** Writes the OpenAPI document that the services serve: the contract, as others may keep it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryEventStore } from '@stepwell/event-sourcing';
import {
  AuditModule,
  FoundationModule,
  InsightsModule,
  IntakeModule,
  SubscriptionsModule,
  SITE_MAP_FILE,
  createServer,
  readSiteMap,
  type Foundation,
} from '@stepwell/services';

export const DOCUMENT = join(import.meta.dirname, '../../docs/openapi.json');

/** The document's text. Nothing is asked of a database: there is none. */
export const documentText = async (): Promise<string> => {
  const foundation = {
    store: new MemoryEventStore(),
    pool: {} as Foundation['pool'],
    whatIf: () => Promise.reject(new Error('There is nothing to judge.')),
  };
  const ports = FoundationModule.with(foundation, await readSiteMap(SITE_MAP_FILE));
  const app = await createServer([ports, IntakeModule, InsightsModule, AuditModule, SubscriptionsModule]);
  const { body } = await app.inject({ url: '/openapi.json' });
  await app.close();
  return `${JSON.stringify(JSON.parse(body), null, 2)}\n`;
};

if (import.meta.main) writeFileSync(DOCUMENT, await documentText());
