import {
  DIVERGENCE_KINDS,
  FINDING_CODES,
  INSTRUMENTS_KNOWN,
  LEVELS_OF_CARE,
  type DivergenceKind,
  type FindingCode,
  type InstrumentId,
  type LevelOfCare,
} from '@stepwell/pathway';
import { alertRules } from '@stepwell/measures';
import {
  CASE_OUTCOMES,
  GROUPINGS,
  LENGTH_GROUPINGS,
  OUTCOME_COUNTS,
  type CaseOutcome,
  type CountedAs,
  type Grouping,
  type LengthGrouping,
} from '@stepwell/read-models';
import { Day, InstantOrDay, Name, OneOf, Text, Whole } from '../http/fields.ts';

/** What every query takes. */
export class FreshQuery {
  @Text(
    'Waits until events up to this position are in the answer: 503 `projection-behind` when that takes too long.',
    { optional: true, most: 20 },
  )
  atLeast?: string;
}

export class FilterQuery extends FreshQuery {
  @Name('Only this facility.', { optional: true }) facility?: string;
  @Name('Only this program.', { optional: true }) program?: string;
  @Name('Only this payer.', { optional: true }) payer?: string;
  @OneOf(LEVELS_OF_CARE, 'Only this level of care.', { optional: true }) level?: LevelOfCare;
}

export class CensusQuery extends FilterQuery {
  @Day('The day; the default is today.', { optional: true }) on?: string;
}

export class CensusPatientsQuery extends CensusQuery {
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class CensusSeriesQuery extends FilterQuery {
  @Day('The first day; the default is a year before `to`.', { optional: true }) from?: string;
  @Day('The last day; the default is today.', { optional: true }) to?: string;
  @OneOf(['day', 'week', 'month'], 'How far apart the points are.', { optional: true }) step:
    'day' | 'week' | 'month' = 'week';
}

export class PeriodQuery extends FilterQuery {
  @Day('The first day; the default is a year before `to`.', { optional: true }) from?: string;
  @Day('The last day; the default is today.', { optional: true }) to?: string;
}

/** Weeks, by the policies that were in force or by one that is tried on them. */
export class AttendanceQuery extends PeriodQuery {
  @Name(
    'Tries this hours policy, of whichever program, in every program of its level, without adopting it.',
    { optional: true },
  )
  policy?: string;
  @Whole('Which version of it; the default is the latest.', { optional: true, least: 1, most: 10_000 })
  policyVersion?: number;
  @Whole('Tries these least hours a week, that no program has, in the place of a `policy`.', {
    optional: true,
    least: 0,
    most: 168,
  })
  policyHours?: number;
}

/** A level, or none: from the community, out of treatment. */
const LEVELS_OR_NONE = [...LEVELS_OF_CARE, 'none'];

export class MovesQuery extends PeriodQuery {
  @OneOf(LEVELS_OR_NONE, 'The level left; `none`: from the community.', { optional: true }) fromLevel?:
    LevelOfCare | 'none';
  @OneOf(LEVELS_OR_NONE, 'The level reached; `none`: out of treatment.', { optional: true }) toLevel?:
    LevelOfCare | 'none';
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

/** The period is that of the days on which the stays ended. */
export class LengthsQuery extends PeriodQuery {
  @OneOf(LENGTH_GROUPINGS, 'By what to cut the lengths.', { optional: true }) groupBy: LengthGrouping =
    'level';
  @OneOf(['json', 'csv'], 'The form of the answer; the default is what `Accept` asks for.', {
    optional: true,
  })
  format?: 'json' | 'csv';
}

export class EndedStaysQuery extends PeriodQuery {
  @OneOf(LENGTH_GROUPINGS, 'By what the lengths are cut.', { optional: true }) groupBy: LengthGrouping =
    'level';
  @Text("The group's key, as the lengths give it.", { optional: true }) group?: string;
  @Whole('Only stays of so many days or more.', { optional: true, least: 0, most: 100_000 })
  leastDays?: number;
  @Whole('Only stays of so many days or fewer.', { optional: true, least: 0, most: 100_000 })
  mostDays?: number;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class MeasureQuery extends PeriodQuery {
  @OneOf(GROUPINGS, 'By what to cut the rate.', { optional: true }) groupBy: Grouping = 'none';
}

export class MeasureTableQuery extends MeasureQuery {
  @OneOf(['json', 'csv'], 'The form of the answer; the default is what `Accept` asks for.', {
    optional: true,
  })
  format?: 'json' | 'csv';
}

/** A rate, now or as it was known at an instant. */
export class RateQuery extends MeasureTableQuery {
  @InstantOrDay('As it was known then, with the windows that were open then; the default is now.', {
    optional: true,
  })
  knownAt?: string;
}

const FOLLOWED_FOR = 'Of a time to an event: the last day after the index that is looked at.';

export class MeasureChangesQuery extends PeriodQuery {
  @InstantOrDay('What has been recorded after this is what changed.') knownAt!: string;
  @Whole(FOLLOWED_FOR, { optional: true, least: 1, most: 3_650 }) days = 365;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class CurveQuery extends RateQuery {
  @Whole('The last day after the index that is looked at.', { optional: true, least: 1, most: 3_650 })
  days = 365;
}

export class MeasureCasesQuery extends RateQuery {
  @Text("The group's key, as the rates give it.", { optional: true }) group?: string;
  @OneOf(CASE_OUTCOMES, 'Only cases of this outcome.', { optional: true }) outcome?: CaseOutcome;
  @Whole(
    'Of a time to an event: as its curve of so many days counts, on which an event that comes later is none.',
    { optional: true, least: 1, most: 3_650 },
  )
  days?: number;
  @Whole('Of a time to an event: only cases with the event so many days after the index.', {
    optional: true,
    least: 0,
    most: 3_650,
  })
  eventDay?: number;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class SearchQuery extends FreshQuery {
  @Text('Words that names or numbers hold.', { optional: true }) search?: string;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class AlertsQuery extends FilterQuery {
  @Day('The day on which they are open; the default is today.', { optional: true }) on?: string;
  @OneOf(alertRules.map(({ id }) => id), 'Only alerts of this kind.', { optional: true })
  kind?: string;
  @Text('Only this patient.', { optional: true }) patient?: string;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class FindingsQuery extends FreshQuery {
  @OneOf(FINDING_CODES, 'Only findings of this code.', { optional: true }) code?: FindingCode;
  @Name('Only this facility.', { optional: true }) facility?: string;
  @Name('Only this program.', { optional: true }) program?: string;
  @Day('The first day; the default is the beginning.', { optional: true }) from?: string;
  @Day('The last day; the default is the end.', { optional: true }) to?: string;
}

export class FindingCasesQuery extends FindingsQuery {
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

/** The period is that of the admissions. */
export class OutcomesQuery extends PeriodQuery {
  @OneOf(INSTRUMENTS_KNOWN, 'Only this instrument.', { optional: true }) instrument?: InstrumentId;
  @Whole('The last week since admission that is looked at.', { optional: true, least: 0, most: 520 })
  weeks = 26;
}

/** The patients behind a number of the outcomes. */
export class OutcomeCasesQuery extends PeriodQuery {
  @OneOf(INSTRUMENTS_KNOWN, 'The instrument.') instrument!: InstrumentId;
  @Whole('The last week since admission that is looked at.', { optional: true, least: 0, most: 520 })
  weeks = 26;
  @Whole('The week since admission; left out, the last in which each patient was measured.', {
    optional: true,
    least: 0,
    most: 520,
  })
  week?: number;
  @OneOf(OUTCOME_COUNTS, 'Whom the number counts.', { optional: true }) counted: CountedAs = 'measured';
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class ProgramsQuery extends FreshQuery {
  @Day('The day; the default is today.', { optional: true }) on?: string;
  @Name('Only this facility.', { optional: true }) facility?: string;
}

export class WaitlistQuery extends FreshQuery {
  @Day('The day; the default is today.', { optional: true }) on?: string;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class SessionsQuery extends FreshQuery {
  @Day("The first day, by the facility's clocks; the default is six days before `to`.", { optional: true })
  from?: string;
  @Day('The last day; the default is today.', { optional: true }) to?: string;
}

export class SessionRosterQuery extends FreshQuery {
  @Day("The day of the session, by the facility's clocks; the default is today.", { optional: true })
  on?: string;
}

export class DivergencesQuery extends FilterQuery {
  @Day('The day; the default is today.', { optional: true }) on?: string;
  @OneOf(DIVERGENCE_KINDS, 'Only those that differ in this way.', { optional: true }) kind?: DivergenceKind;
  // The history of everybody in treatment is read for the answer, however little of it is given.
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

export class MembersQuery extends FreshQuery {
  @Name('The health plan.') payer!: string;
  @Day('The day; the default is today.', { optional: true }) on?: string;
  @Name('Only this facility.', { optional: true }) facility?: string;
  @Name('Only this program.', { optional: true }) program?: string;
  @OneOf(LEVELS_OF_CARE, 'Only this level of care.', { optional: true }) level?: LevelOfCare;
  // Each member's history is read for the answer.
  @Whole('How many to give.', { optional: true, least: 1, most: 100 }) limit = 25;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}
