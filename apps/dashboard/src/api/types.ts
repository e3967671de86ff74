import type { paths } from './openapi.gen.ts';

/** What a GET on this path answers: the only way the dashboard names the contract's shapes. */
export type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer A } } } };
}
  ? A
  : never;

/** The query string a GET on this path takes. */
export type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

/** The body that a POST on this path takes. */
export type BodyOf<P extends keyof paths> = paths[P] extends {
  post: { requestBody?: { content: { 'application/json': infer B } } };
}
  ? B
  : never;

export type Directory = Answer<'/v1/facilities'>;
export type Census = Answer<'/v1/census'>;
export type CensusSeries = Answer<'/v1/census/series'>;
export type PatientSummary = Answer<'/v1/patients'>['patients'][number];
export type Name = PatientSummary['name'];
export type Level = PatientSummary['levels'][number];
export type Flow = Answer<'/v1/transitions'>['flows'][number];
export type Direction = Flow['direction'];
export type FlowCase = Answer<'/v1/transitions/cases'>['cases'][number];
export type LengthsAnswer = Answer<'/v1/lengths-of-stay'>;
export type GroupLengths = LengthsAnswer['groups'][number];
export type EndedStay = Answer<'/v1/lengths-of-stay/cases'>['cases'][number];
export type Measure = Answer<'/v1/measures'>['measures'][number];
export type MeasureResult = Answer<'/v1/measures/{measureId}'>;
export type MeasureGroup = MeasureResult['groups'][number];
export type Rate = MeasureResult['overall'];
export type GroupBy = MeasureResult['groupBy'];
export type MeasureCase = Answer<'/v1/measures/{measureId}/cases'>['cases'][number];
export type Outcome = MeasureCase['outcome'];
export type CurveAnswer = Answer<'/v1/measures/{measureId}/curve'>;
export type Curve = CurveAnswer['overall'];
export type CurveGroup = CurveAnswer['groups'][number];
export type CurvePoint = Curve['points'][number];
export type MeasureChanges = Answer<'/v1/measures/{measureId}/changes'>;
export type LaterChange = MeasureChanges['changes'][number];
export type ToldVerdict = NonNullable<LaterChange['after']>;
export type ProgramOnDay = Answer<'/v1/programs'>['programs'][number];
export type WaitingPatient = Answer<'/v1/programs/{programId}/waitlist'>['waiting'][number];
export type ProgramSessions = Answer<'/v1/programs/{programId}/sessions'>;
export type ProgramSession = ProgramSessions['sessions'][number];
export type RosterPatient =
  Answer<'/v1/programs/{programId}/sessions/{sessionId}'>['session']['roster'][number];
export type OutcomeTrend = Answer<'/v1/outcomes'>['trends'][number];
export type OutcomeShares = OutcomeTrend['latest'];
export type OutcomeWeek = OutcomeTrend['weeks'][number];
export type OutcomeCase = Answer<'/v1/outcomes/cases'>['cases'][number];
export type ProgramAttendance = Answer<'/v1/attendance'>['programs'][number];
export type AttendanceWeek = ProgramAttendance['weeks'][number];
export type ProgramWeeks = Answer<'/v1/attendance/{programId}/weeks'>;
export type PatientWeeks = ProgramWeeks['patients'][number];
export type PatientWeek = PatientWeeks['weeks'][number];
export type Policy = ProgramWeeks['policies'][number];
export type Patient = Answer<'/v1/patients/{patientId}'>;
export type Pathway = Answer<'/v1/patients/{patientId}/pathway'>;
export type Episode = Pathway['episodes'][number];
export type Stay = Episode['stays'][number];
export type Session = Pathway['sessions'][number];
export type Relapse = Pathway['relapses'][number];
export type Finding = Pathway['dataQuality'][number];
export type Verdict = NonNullable<Pathway['measures']>[number];
export type Moment = Episode['admission'];
export type History = Answer<'/v1/patients/{patientId}/history'>;
export type RecordedEvent = History['events'][number];
export type Alert = Answer<'/v1/alerts'>['alerts'][number];
export type AlertKind = Answer<'/v1/alerts'>['kinds'][number];
export type WhatIf = Answer<'/v1/what-if/{jobId}'>;
export type Flip = Answer<'/v1/what-if/{jobId}/flips'>['flips'][number];
export type MembersAnswer = Answer<'/v1/members'>;
export type Member = MembersAnswer['members'][number];
export type Subscription = Answer<'/v1/subscriptions'>['subscriptions'][number];
export type QuarantineItem = Answer<'/v1/quarantine'>['items'][number];
export type QuarantinedMessage = Answer<'/v1/quarantine/{id}'>;
