import type { DynamicModule, Type } from '@nestjs/common';
import type { SiteMap } from '@stepwell/edges/hl7v2';
import { AuditModule } from './audit/audit.module.ts';
import { FoundationModule, systemClock } from './foundation.module.ts';
import type { Foundation } from './foundation.ts';
import { InsightsModule } from './insights/insights.module.ts';
import { IntakeModule } from './intake/intake.module.ts';
import { ProjectorModule } from './projector/projector.module.ts';

/** All of Stepwell in one process. */
export const everyService = (
  foundation: Pick<Foundation, 'pool' | 'store'>,
  siteMap: SiteMap,
  clock = systemClock,
): (Type | DynamicModule)[] => [
  FoundationModule.with(foundation, siteMap, clock),
  IntakeModule,
  ProjectorModule,
  InsightsModule,
  AuditModule,
];
