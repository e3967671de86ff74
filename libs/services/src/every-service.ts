import type { DynamicModule, Type } from '@nestjs/common';
import type { SiteMap } from '@stepwell/edges/hl7v2';
import { AuditModule } from './audit/audit.module.ts';
import { SERVICES, type ServiceName } from './configuration.ts';
import { FoundationModule, systemClock } from './foundation.module.ts';
import type { FoundationPorts } from './foundation.ts';
import { InsightsModule } from './insights/insights.module.ts';
import { IntakeModule } from './intake/intake.module.ts';
import { MatchingModule } from './matching/matching.module.ts';
import { DEFAULT_SETTINGS } from './tokens.ts';
import { ProjectorModule } from './projector/projector.module.ts';
import { RelayModule } from './relay/relay.module.ts';

const MODULES: Readonly<Record<ServiceName, readonly Type[]>> = {
  intake: [IntakeModule, MatchingModule],
  projector: [ProjectorModule],
  insights: [InsightsModule],
  audit: [AuditModule],
  relay: [RelayModule],
};

type Modules = (Type | DynamicModule)[];

/** Some of Stepwell's services in one process. They meet the others in the database only. */
export const chosenServices = (
  services: readonly ServiceName[],
  foundation: FoundationPorts,
  siteMap: SiteMap,
  clock = systemClock,
  settings = DEFAULT_SETTINGS,
): Modules => [
  FoundationModule.with(foundation, siteMap, clock, settings),
  ...services.flatMap((service) => MODULES[service]),
];

/** All of Stepwell in one process. */
export const everyService = (
  foundation: FoundationPorts,
  siteMap: SiteMap,
  clock = systemClock,
  settings = DEFAULT_SETTINGS,
): Modules => chosenServices(SERVICES, foundation, siteMap, clock, settings);
