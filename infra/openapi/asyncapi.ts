/** Writes the AsyncAPI document that the services serve: the contract of events, as others may keep it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApi } from '@stepwell/edges/cloudevents';

export const ASYNCAPI = join(import.meta.dirname, '../../docs/asyncapi.json');

/** The document's text. */
export const asyncApiText = (): string => `${JSON.stringify(asyncApi(), null, 2)}\n`;

if (import.meta.main) writeFileSync(ASYNCAPI, asyncApiText());
