export * from './alerts.ts';
export * from './attendance-weeks.ts';
export { casesOfPatient, measureCasesOf, type CaseQuery, type MeasureCase } from './cases.ts';
export * from './census.ts';
export * from './data-quality.ts';
export * from './member-numbers.ts';
export * from './departures.ts';
export {
  divergencesOnDay,
  type DivergencesOnDay,
  type DivergencesQuery,
  type DivergentStay,
} from './divergences.ts';
export {
  ofAnotherLog,
  readCheckpoint,
  readModelMigrations,
  reached,
  servingModels,
} from './projector/checkpoint.ts';
export * from './filter.ts';
export { GROUPINGS, type Grouping } from './groupings.ts';
export {
  TooManyChanged,
  asKnownAt,
  type KnownAt,
  type LaterChange,
  type LaterEvent,
  type ReportMoment,
} from './judging/known-at.ts';
export {
  progressOf,
  resultOf,
  whatIf,
  whatIfPart,
  type Alternative,
  type Flip,
  type Part,
  type WhatIfOptions,
  type WhatIfPart,
  type WhatIfProgress,
  type WhatIfQuestion,
  type WhatIfResult,
} from './judging/what-if.ts';
export * from './lengths-of-stay.ts';
export * from './measure-cases.ts';
export { membersByLevel, membersOn, type Member, type MembersAtLevel, type MembersQuery } from './members.ts';
export {
  OUTCOME_COUNTS,
  outcomeCases,
  type CountedAs,
  type OutcomeCase,
  type OutcomeCasesQuery,
} from './outcome-cases.ts';
export * from './patients.ts';
export { relatedHistories, type RecordHistory } from './persons/related-histories.ts';
export {
  outcomesByProgram,
  type OutcomeCounts,
  type OutcomeQuery,
  type OutcomeWeek,
  type ProgramOutcomeTrend,
} from './program-outcomes.ts';
export {
  sessionsOfProgram,
  type ProgramSession,
  type RosterPatient,
  type SessionRoster,
} from './program-sessions.ts';
export * from './programs.ts';
export { waitingFor, type WaitingPatient } from './waitlist.ts';
export { Projector } from './projector/projector.ts';
export type { PatientState } from './read-model.ts';
export { readModels } from './read-models.ts';
export { rebuild, whileBuilding, type RebuildOptions } from './rebuild/rebuild.ts';
export { type BuildProgress, type Progress } from './rebuild/progress.ts';
export {
  isAsExpected,
  summary,
  type Expectation,
  type RowDifference,
  type TableDifference,
} from './rebuild/difference.ts';
export { discard, readBuild, type BuildState } from './rebuild/build-state.ts';
export { heldStreams, type Held } from './projector/held.ts';
export { retryHeld, type Retried } from './projector/retry.ts';
export { verify, type Verdict, type Verification } from './projector/verify.ts';
export { payers } from './coverages.ts';
export * from './stays.ts';
export * from './transitions.ts';
