export * from './configuration.ts';
export * from './foundation.ts';
export type { WebhookRules } from './webhook-configuration.ts';
export { chosenServices, everyService } from './every-service.ts';
export * from './foundation.module.ts';
export { DEFAULT_SETTINGS, type Settings } from './tokens.ts';
export { createServer, type ServeOptions } from './http/serve.ts';
export { toProblem } from './http/problem.ts';
export { AuditModule } from './audit/audit.module.ts';
export { InsightsModule } from './insights/insights.module.ts';
export { whatIfQuestion } from './insights/what-if/what-if-question.ts';
export { IntakeModule } from './intake/intake.module.ts';
export { RegisterPatientDto } from './intake/patient.dto.ts';
export { Intake } from './intake/orders.ts';
export type { MllpConfiguration } from './mllp-configuration.ts';
export { MllpListener } from './intake/mllp/mllp-listener.ts';
export { Hl7v2Intake } from './intake/hl7v2-intake.ts';
export { QuarantineReplay, type Decision } from './intake/quarantine-replay.ts';
export { SubscriptionsModule } from './relay/webhooks/subscriptions.module.ts';
export { WebhookRelay } from './relay/webhooks/webhook-relay.ts';
export {
  change as changeSubscription,
  subscriptions,
  type Subscription,
} from './relay/webhooks/subscriptions.ts';
export { ProjectorModule } from './projector/projector.module.ts';
export { FollowedSiteMap, readSiteMap } from './intake/read-site-map.ts';
export { openIntake } from './open-intake.ts';
export { demonstrationLoaded, pendingDemonstration } from './simulation/demonstration.ts';
export { loadNetwork, type LoadedNetwork } from './simulation/load-network.ts';
export { SITE_MAP_FILE } from './intake/read-site-map.ts';
export type { SiteMap } from '@stepwell/edges/hl7v2';
export { importHl7v2, importTeds, type Imported, type ImportProgress } from './intake/import-file.ts';
export { TedsIntake } from './intake/teds-intake.ts';
export { exportTeds } from './intake/export-teds.ts';
export { CloudEventsIntake, type EventChannel } from './intake/cloudevents-intake.ts';
export { CHANNELS, type Channel } from './intake/quarantine.ts';
export {
  QUARANTINE_STATUSES,
  openQuarantine,
  quarantineActions,
  quarantineItem,
  quarantineItems,
  type QuarantineAction,
  type QuarantineFilter,
  type QuarantineStatus,
} from './intake/quarantine-queries.ts';
export { Refusal } from '@stepwell/event-sourcing';
export { isCalendarDay } from '@stepwell/edges/formats';
