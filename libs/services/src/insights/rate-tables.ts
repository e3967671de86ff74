import { suppress, type Measure, type SurvivalPoint } from '@stepwell/measures';
import type { MeasuredRate } from '@stepwell/read-models';
import { csv, type Cell } from '../http/csv.ts';
import type {
  CurveAnswer,
  MeasureAnswer,
  MeasureCasesAnswer,
  PublishableAnswer,
  PublishableRate,
} from './answers.ts';

/** The same rates with every small cell left out, and whatever one could be computed from. */
export const publishable = ({ overall, groups, ...answer }: MeasureAnswer): PublishableAnswer => {
  const { rate, excluded, open } = suppress(groups);
  const without = (
    one: MeasuredRate,
    hidden: { readonly rate: boolean; readonly excluded: boolean; readonly open: boolean },
  ): PublishableRate => ({
    suppressed: hidden.rate,
    numerator: hidden.rate ? null : one.numerator,
    denominator: hidden.rate ? null : one.denominator,
    rate: hidden.rate ? null : one.rate,
    interval: hidden.rate ? null : one.interval,
    excluded: hidden.excluded ? null : one.excluded,
    open: hidden.open ? null : one.open,
  });
  return {
    ...answer,
    overall: without(overall, { rate: rate.total, excluded: excluded.total, open: open.total }),
    groups: groups.map((group) => ({
      key: group.key,
      label: group.label,
      ...without(group, {
        rate: rate.groups.has(group),
        excluded: excluded.groups.has(group),
        open: open.groups.has(group),
      }),
    })),
  };
};

const RATE_COLUMNS = [
  ...['measure', 'version', 'from', 'to', 'group_by', 'group', 'label', 'numerator', 'denominator', 'rate'],
  ...['rate_low', 'rate_high', 'excluded', 'open', 'suppressed', 'known_at'],
];

/** A line for each group and, last, one for all. */
export const rateTable = (answer: MeasureAnswer | PublishableAnswer): string => {
  const { measure, from, to, groupBy, overall, groups } = answer;
  const row = (key: string, label: string, one: MeasuredRate | PublishableRate): Cell[] => [
    ...[measure.id, measure.version, from, to, groupBy, key, label, one.numerator, one.denominator, one.rate],
    ...[one.interval?.low ?? null, one.interval?.high ?? null, one.excluded, one.open],
    'suppressed' in one && one.suppressed,
    answer.knownAt ?? null,
  ];
  const own = groupBy === 'none' ? [] : groups.map((group) => row(group.key, group.label, group));
  return csv(RATE_COLUMNS, [...own, row('all', 'all', overall)]);
};

const CURVE_COLUMNS = [
  ...[
    'measure',
    'version',
    'from',
    'to',
    'group_by',
    'group',
    'label',
    'days',
    'at_risk',
    'events',
    'survival',
  ],
  ...['survival_low', 'survival_high', 'known_at'],
];

/** A line for each day of each group's curve and, last, of that of all. */
export const curveTable = (answer: CurveAnswer): string => {
  const { measure, from, to, groupBy, overall, groups } = answer;
  const row = (key: string, label: string, point: SurvivalPoint): Cell[] => [
    ...[measure.id, measure.version, from, to, groupBy, key, label, point.days, point.atRisk, point.events],
    ...[point.survival, point.interval?.low ?? null, point.interval?.high ?? null],
    answer.knownAt ?? null,
  ];
  const curves = [
    ...(groupBy === 'none' ? [] : groups),
    { key: 'all', label: 'all', points: overall.points },
  ];
  return csv(
    CURVE_COLUMNS,
    curves.flatMap(({ key, label, points }) => points.map((point) => row(key, label, point))),
  );
};

const CASE_COLUMNS = [
  ...[
    'measure',
    'version',
    'patient',
    'family',
    'given',
    'case',
    'index_on',
    'outcome',
    'exclusion',
    'explanation',
  ],
  ...['facility', 'program', 'level', 'payer', 'age_band', 'diagnosis_group', 'events'],
];

/** A line for each case, with its events by their ids. */
export const caseTable = (
  { id, version }: Pick<Measure, 'id' | 'version'>,
  { cases }: MeasureCasesAnswer,
): string =>
  csv(
    CASE_COLUMNS,
    cases.map((one) => [
      ...[id, version, one.patientId, one.name.family, one.name.given, one.caseId, one.indexOn, one.outcome],
      ...[one.exclusion, one.explanation, one.facilityId, one.programId, one.level, one.payerId, one.ageBand],
      ...[one.diagnosisGroup, one.eventIds.join(' ')],
    ]),
  );
