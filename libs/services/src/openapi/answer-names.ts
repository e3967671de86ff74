/** The types whose schemas the OpenAPI document carries, and the files that export them. */
export const ANSWERS = {
  'libs/services/src/http/problem.ts': ['ProblemDetails'],
  'libs/services/src/health/health.controller.ts': ['HealthAnswer'],
  'libs/services/src/openapi/schemas.controller.ts': ['SchemasAnswer'],
  'libs/services/src/intake/answer.ts': ['RecordedAnswer'],
  'libs/services/src/intake/quarantine-answers.ts': [
    'QuarantineAnswer',
    'QuarantinedAnswer',
    'QuarantineCountAnswer',
    'ReplayAnswer',
    'ReplayedPartAnswer',
  ],
  'libs/services/src/intake/events.controller.ts': ['EventsAnswer'],
  'libs/services/src/intake/sessions.controller.ts': ['RosterAnswer'],
  'libs/services/src/insights/answers.ts': [
    'FacilitiesAnswer',
    'CensusAnswer',
    'CensusSeriesAnswer',
    'PatientsAnswer',
    'TransitionsAnswer',
    'MovesAnswer',
    'MeasuresAnswer',
    'MeasureAnswer',
    'PublishableAnswer',
    'CurveAnswer',
    'MeasureCasesAnswer',
    'AttendanceAnswer',
    'ProgramWeeksAnswer',
    'AlertsAnswer',
  ],
  'libs/services/src/relay/webhooks/answers.ts': [
    'SubscriptionAnswer',
    'SubscriptionsAnswer',
    'RegisteredAnswer',
    'SecretAnswer',
    'PingAnswer',
    'SubscriptionEventsAnswer',
  ],
  'libs/services/src/audit/answers.ts': ['PatientAnswer', 'PathwayAnswer', 'HistoryAnswer'],
} as const;

export type AnswerName = (typeof ANSWERS)[keyof typeof ANSWERS][number];
