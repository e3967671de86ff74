import { join } from 'node:path';
import {
  AuditModule,
  FoundationModule,
  InsightsModule,
  IntakeModule,
  ProjectorModule,
  createServer,
  openFoundation,
  readConfiguration,
  readSiteMap,
} from '@stepwell/services';

const project = join(import.meta.dirname, '../../..');

const main = async (): Promise<void> => {
  const configuration = readConfiguration(process.env);
  const siteMap = await readSiteMap(
    configuration.siteMapFile ?? join(project, 'infra/site-map.example.json'),
  );
  const foundation = await openFoundation(configuration, console.error);
  const app = await createServer(
    [FoundationModule.with(foundation, siteMap), IntakeModule, ProjectorModule, InsightsModule, AuditModule],
    { dashboardFolder: join(project, 'apps/dashboard/dist') },
  );
  await app.listen(configuration.port, configuration.host);
  console.log(await app.getUrl());
};

await main();
