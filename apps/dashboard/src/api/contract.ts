// The HTTP contract, written by hand in the shape openapi-typescript writes it (`paths`, keyed by path and method), so
// that the generated file can take this one's place. The rest of the dashboard reads its types through `types.ts` only.

export type Level =
  | 'inpatient'
  | 'withdrawal-management'
  | 'residential'
  | 'partial-hospitalization'
  | 'intensive-outpatient'
  | 'outpatient'
  | 'aftercare';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code?: string;
  detail?: string;
  errors?: { field: string; detail: string }[];
}

interface Policy {
  id: string;
  version: number;
  minHoursPerWeek: number;
  maxHoursPerWeek: number | null;
  effectiveFrom: string;
}
interface Program {
  programId: string;
  name: string;
  level: Level;
  capacity: number | null;
  policy: Policy | null;
}
interface Directory {
  facilities: { facilityId: string; name: string; timeZone: string; programs: Program[] }[];
  payers: { payerId: string; name: string }[];
}
interface PersonName {
  family: string;
  given: string;
}
interface PatientSummary {
  patientId: string;
  name: PersonName;
  birthDate: string | null;
  sex: string | null;
  levels: Level[];
  facilityId: string | null;
  since: string | null;
  lastSeen: string | null;
}
interface PatientList {
  patients: PatientSummary[];
  total: number;
  next: string | null;
}

interface Census {
  on: string;
  total: number;
  levels: { level: Level; patients: number; onLeave: number }[];
  facilities: { facilityId: string; name: string; patients: number }[];
  position: string;
}
interface CensusSeries {
  from: string;
  to: string;
  step: Step;
  points: { on: string; total: number; levels: Partial<Record<Level, number>> }[];
}
type Step = 'day' | 'week' | 'month';

type Direction = 'step-up' | 'step-down' | 'lateral' | 'admission' | 'exit';
interface Transitions {
  from: string;
  to: string;
  flows: {
    fromLevel: Level | null;
    toLevel: Level | null;
    direction: Direction;
    count: number;
    medianDaysAtFrom: number | null;
    medianGapDays: number | null;
  }[];
}
interface TransitionCases {
  cases: {
    patientId: string;
    name: PersonName;
    on: string;
    fromLevel: Level | null;
    toLevel: Level | null;
    daysAtFrom: number | null;
    gapDays: number | null;
    eventIds: string[];
  }[];
  total: number;
  next: string | null;
}

interface Measure {
  id: string;
  version: number | string;
  title: string;
  description: string;
  denominator: string;
  numerator: string;
  exclusions: string[];
  groupings: GroupBy[];
}
type GroupBy = 'none' | 'facility' | 'program' | 'payer' | 'level' | 'age-band' | 'month';
interface Rate {
  numerator: number;
  denominator: number;
  rate: number | null;
  interval: { low: number; high: number } | null;
  excluded: number;
  open: number;
}
interface MeasureResult {
  measure: { id: string; version: number | string; title: string };
  from: string;
  to: string;
  groupBy: GroupBy;
  overall: Rate;
  groups: (Rate & { key: string; label: string })[];
}
type Outcome = 'numerator' | 'not-numerator' | 'excluded' | 'open';
interface MeasureCases {
  cases: {
    caseId: string;
    patientId: string;
    name: PersonName;
    indexOn: string;
    facilityId: string;
    programId: string | null;
    level: Level;
    payerId: string | null;
    ageBand: string | null;
    outcome: Outcome;
    exclusion: string | null;
    explanation: string;
    eventIds: string[];
  }[];
  total: number;
  next: string | null;
}

interface Attendance {
  programs: {
    programId: string;
    name: string;
    facilityId: string;
    level: Level;
    policy: Policy | null;
    weeks: { weekOf: string; patients: number; compliant: number; prorated: number; medianHours: number }[];
  }[];
}
interface ProgramWeeks {
  programId: string;
  name: string;
  policies: Policy[];
  patients: {
    patientId: string;
    name: PersonName;
    weeks: {
      weekOf: string;
      attendedHours: number;
      requiredHours: number | null;
      daysInProgram: number;
      compliant: boolean | null;
      prorated: boolean;
      eventIds: string[];
    }[];
  }[];
}

interface Person {
  name: PersonName | null;
  birthDate: string | null;
  sex: string | null;
  address?: unknown;
  phone?: string | null;
}
interface Moment {
  at: string;
  day: string;
  precision: 'instant' | 'day' | 'month' | 'year';
  eventId: string;
}
interface Patient {
  patientId: string;
  person: Person;
  identifiers: { system: string; value: string; type: string | null }[];
  revision: number | string;
  position: string;
}
interface Stay {
  stayId: string;
  level: Level;
  levelCode: { system: string; edition: string; code: string } | null;
  facilityId: string;
  programId: string | null;
  programName: string | null;
  location: unknown;
  begin: Moment;
  end: Moment | null;
}
interface Episode {
  episodeId: string;
  facilityId: string;
  facilityName: string;
  visitNumber: string | null;
  admission: Moment;
  discharge: (Moment & { reason: string; disposition: string | null }) | null;
  stays: Stay[];
  leaves: { leaveId: string; begin: Moment; end: Moment | null }[];
}
interface Session extends Moment {
  sessionId: string;
  kind: string;
  modality: string;
  status: 'attended' | 'late' | 'left-early' | 'excused' | 'no-show';
  scheduledMinutes: number;
  attendedMinutes: number;
  programId: string | null;
  level: Level | null;
}
interface Relapse extends Moment {
  relapseId: string;
  substances: string[];
  detectedBy: string;
  extent: string | null;
}
interface Verdict {
  measureId: string;
  title: string;
  indexOn: string;
  outcome: Outcome;
  explanation: string;
  eventIds: string[];
}
interface Pathway {
  patientId: string;
  validAt: string | null;
  knownAt: string | null;
  person: Person;
  episodes: Episode[];
  sessions: Session[];
  relapses: Relapse[];
  coverages: {
    coverageId: string;
    payerId: string;
    payerName: string | null;
    from: string;
    until: string | null;
  }[];
  measures?: Verdict[];
  revision: number | string;
  position: string;
}
interface RecordedEvent {
  position: string;
  revision: number | string;
  id: string;
  type: string;
  schemaVersion: number;
  occurredAt: string;
  recordedAt: string;
  precision: Moment['precision'] | null;
  source: { system: string; facility: string | null; messageId: string | null };
  actor: unknown;
  correlationId: string | null;
  commandId: string | null;
  voidedBy: string | null;
  data: unknown;
}
interface History {
  patientId: string;
  events: RecordedEvent[];
  revision: number | string;
  position: string;
}

interface QuarantineItem {
  id: string;
  channel: string;
  receivedAt: string;
  lastSeenAt: string;
  timesSeen: number;
  facility: string | null;
  messageId: string | null;
  messageType: string | null;
  code: string;
  detail: string;
  status: 'open' | 'resolved';
}
interface Quarantine {
  items: QuarantineItem[];
  total: number;
  byCode: { code: string; count: number }[];
  next: string | null;
}

interface Scope {
  facility?: string;
  program?: string;
  payer?: string;
  level?: Level;
}
interface Period {
  from?: string;
  to?: string;
}
interface Page {
  limit?: number;
  after?: string;
}
type Answers<A> = {
  200: { content: { 'application/json': A } };
  default: { content: { 'application/problem+json': Problem } };
};
interface Get<Parameters, A> {
  get: { parameters: Parameters; requestBody?: never; responses: Answers<A> };
}
interface Query<Q> {
  query?: Q & { atLeast?: string };
}
interface At<P> {
  path: P;
}

export interface paths {
  '/v1/facilities': Get<Query<object>, Directory>;
  '/v1/census': Get<Query<{ on?: string } & Scope>, Census>;
  '/v1/census/series': Get<Query<Period & { step?: Step } & Scope>, CensusSeries>;
  '/v1/census/patients': Get<Query<{ on?: string } & Scope & Page>, PatientList>;
  '/v1/transitions': Get<Query<Period & Scope>, Transitions>;
  '/v1/transitions/cases': Get<
    Query<Period & Scope & { fromLevel?: Level | 'none'; toLevel?: Level | 'none' } & Page>,
    TransitionCases
  >;
  '/v1/measures': Get<Query<object>, { measures: Measure[] }>;
  '/v1/measures/{id}': Get<Query<Period & { groupBy?: GroupBy } & Scope> & At<{ id: string }>, MeasureResult>;
  '/v1/measures/{id}/cases': Get<
    Query<Period & Scope & { groupBy?: GroupBy; group?: string; outcome?: Outcome } & Page> &
      At<{ id: string }>,
    MeasureCases
  >;
  '/v1/attendance': Get<Query<Period & Scope>, Attendance>;
  '/v1/attendance/{programId}/weeks': Get<Query<Period> & At<{ programId: string }>, ProgramWeeks>;
  '/v1/patients': Get<Query<{ search?: string } & Page>, PatientList>;
  '/v1/patients/{id}': Get<Query<object> & At<{ id: string }>, Patient>;
  '/v1/patients/{id}/pathway': Get<
    Query<{ validAt?: string; knownAt?: string }> & At<{ id: string }>,
    Pathway
  >;
  '/v1/patients/{id}/history': Get<Query<object> & At<{ id: string }>, History>;
  '/v1/quarantine': Get<Query<{ status?: 'open' | 'resolved'; code?: string } & Page>, Quarantine>;
  '/v1/quarantine/{id}': Get<At<{ id: string }>, QuarantineItem & { content: string }>;
  '/v1/quarantine/{id}/replay': {
    post: { parameters: At<{ id: string }>; requestBody?: never; responses: Answers<{ outcome: string }> };
  };
}
