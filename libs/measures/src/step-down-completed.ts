import { addDays, daysBetween, type LocalDate, type Stay } from '@stepwell/pathway';
import { TRANSFER, bedDischarges, type BedDischarge } from './bed-discharges.ts';
import { define, type History } from './define.ts';
import { died, impreciseDate } from './exclusions.ts';
import { isIntensiveOutpatient } from './level-admissions.ts';
import { episodeOf, isExactToTheDay, type Measure } from './measure.ts';
import { days, type Values } from './parameters.ts';

const PARAMETERS = {
  windowDays: days(14, 'The last day after leaving a level on which the next one may begin.'),
  ...TRANSFER,
};

/** DOMAIN: inpatient discharges with IOP planned. A transition plans nothing: it is the next level. */
const plannedForIop = ({ pathway }: History, { transferDays }: Values<typeof PARAMETERS>): BedDischarge[] =>
  bedDischarges(pathway, transferDays).filter(
    ({ stay, reason }) =>
      stay.level === 'inpatient' &&
      reason !== undefined &&
      episodeOf(pathway, stay).plannedNextLevel === 'intensive-outpatient',
  );

/** The first stay at a level that begins within the window after a moment, or is under way at it (the place was kept). */
const firstAt = (
  { timeline: { stays } }: History,
  moment: { readonly at: string; readonly day: LocalDate },
  windowDays: number,
  counts: (stay: Stay) => boolean,
): Stay | undefined =>
  stays.find(
    (stay) =>
      counts(stay) &&
      isExactToTheDay(stay.begin.precision) &&
      daysBetween(moment.day, stay.begin.day) <= windowDays &&
      (stay.begin.at >= moment.at || !stay.end || stay.end.at > moment.at),
  );

const saysAdmitted = ({ begin, level }: Stay): string => `in ${level} care from ${begin.day}`;

const inIop = (index: BedDischarge, history: History, windowDays: number): Stay | undefined =>
  firstAt(history, index.moment, windowDays, isIntensiveOutpatient);

/** Admitted to IOP after inpatient care that planned it; DOMAIN: outcome measures, `step-down-completed`. */
export const stepDownCompleted: Measure = define({
  id: 'step-down-completed',
  version: 3,
  title: 'Step-down to IOP completed',
  family: 'Follow-up and continuity',
  description: 'Inpatient discharges with intensive outpatient care planned that reach it within 14 days.',
  denominator:
    'Discharges from inpatient care, by the last one of a continuous stay, with intensive outpatient as the planned next level.',
  numerator:
    'A stay in intensive outpatient care begins at most 14 days after the discharge, or is under way at it.',
  window: 'The day of the discharge is day 0, and counts; day 14 is the last.',
  sources: ['Our own: whether the plan was carried out.'],
  usesSessions: false,
  parameters: PARAMETERS,
  indexes: plannedForIop,
  exclusions: [died, impreciseDate('discharge')],
  windowDays: ({ windowDays }) => windowDays,
  counts: (index, history, { windowDays }) => {
    const stay = inIop(index, history, windowDays);
    return stay && { says: saysAdmitted(stay), eventIds: [stay.begin.eventId] };
  },
  otherwise: (windowEnds) => `not in intensive outpatient care up to ${windowEnds}`,
});

// While somebody is in intensive outpatient care the step from there has not been missed.
const NOT_YET = '9999-12-31';

const toOutpatient = (
  iop: Stay & { readonly end: NonNullable<Stay['end']> },
  history: History,
  windowDays: number,
) => firstAt(history, iop.end, windowDays, ({ level }) => level === 'outpatient');

/** The second step: from IOP on to outpatient care. */
export const stepDownToOutpatient: Measure = define({
  id: 'step-down-to-outpatient',
  version: 3,
  title: 'Step-down to IOP and on to outpatient completed',
  family: 'Follow-up and continuity',
  description:
    'Inpatient discharges with intensive outpatient care planned that reach it within 14 days and go on from there to outpatient care.',
  denominator: stepDownCompleted.denominator,
  numerator:
    'A stay in intensive outpatient care begins at most 14 days after the discharge, and a stay in outpatient care at most 14 days after that one ends.',
  window:
    'Both steps have 14 days, day 14 included. While the patient is in intensive outpatient care the case is open.',
  sources: ['Our own: whether the whole way down was gone.'],
  usesSessions: false,
  parameters: PARAMETERS,
  indexes: plannedForIop,
  exclusions: [died, impreciseDate('discharge')],
  windowDays: ({ windowDays }) => windowDays,
  windowEnds: (index, history, { windowDays }) => {
    const iop = inIop(index, history, windowDays);
    if (!iop) return addDays(index.moment.day, windowDays);
    return iop.end ? addDays(iop.end.day, windowDays) : NOT_YET;
  },
  counts: (index, history, { windowDays }) => {
    const iop = inIop(index, history, windowDays);
    if (!iop?.end) return undefined;
    const next = toOutpatient({ ...iop, end: iop.end }, history, windowDays);
    const eventIds = [iop.begin.eventId, iop.end.eventId];
    return (
      next && {
        says: `${saysAdmitted(iop)}, ${saysAdmitted(next)}`,
        eventIds: [...eventIds, next.begin.eventId],
      }
    );
  },
  otherwise: (windowEnds, index, history, { windowDays }) => {
    const iop = inIop(index, history, windowDays);
    if (!iop) return `not in intensive outpatient care up to ${windowEnds}`;
    return iop.end
      ? `${saysAdmitted(iop)}, not in outpatient care up to ${windowEnds}`
      : `${saysAdmitted(iop)}, and still there`;
  },
});
