import { addDays, daysBetween, rank, type Stay } from '@stepwell/pathway';
import { TRANSFER, bedDischarges, type BedDischarge } from './bed-discharges.ts';
import { define, type Exclusion } from './define.ts';
import { ageOutOfRange, ageUnknown, diagnosisUnknown, died, impreciseDate } from './exclusions.ts';
import { isExactToTheDay, strata, type Measure } from './measure.ts';
import { days, type Parameter } from './parameters.ts';
import { firstService, isCommunityCare, servicesOf } from './services.ts';

/** Hospital care around the clock: inpatient, or withdrawal management. */
const isAcute = ({ level }: Stay): boolean => rank(level) === rank('inpatient');

/** DOMAIN: readmitted to acute within 30 days: keep the last discharge only. */
const readmitted: Exclusion<BedDischarge, { readonly readmissionDays: Parameter<number> }> = {
  code: 'readmitted',
  means:
    'An admission to inpatient care or withdrawal management within 30 days: the last discharge is kept.',
  applies: ({ run, moment }, { timeline: { stays } }, { readmissionDays }) => {
    const again = stays.find(
      (stay) =>
        isAcute(stay) &&
        !run.includes(stay) &&
        stay.begin.at >= moment.at &&
        isExactToTheDay(stay.begin.precision) &&
        daysBetween(moment.day, stay.begin.day) <= readmissionDays,
    );
    const after = again && daysBetween(moment.day, again.begin.day);
    return (
      again && {
        says: `back in ${again.level} care on ${again.begin.day}, day ${after}, so a later discharge counts`,
        eventIds: [again.begin.eventId],
      }
    );
  },
};

/** Follow-up after hospitalization for mental illness; DOMAIN: outcome measures, `follow-up-N`. */
const followUp = (n: number): Measure =>
  define({
    id: `follow-up-${n}`,
    version: 3,
    title: `${n}-day follow-up after inpatient mental-health care`,
    family: 'Follow-up and continuity',
    description: `Discharges from inpatient care for a mental disorder that an attended outpatient service follows within ${n} days.`,
    denominator:
      'Discharges from inpatient care of the diagnosis group mental health, by the last one of a continuous stay, at the age of 6 or more.',
    numerator: `An outpatient, intensive outpatient or partial hospitalization session attended on days 1 to ${n}.`,
    window: `The day of the discharge is day 0, and a visit on it does not count; day ${n} is the last. A case is decided when day 30 is over, because a readmission until then excludes it.`,
    sources: [
      'A common measure of health plans in our own plain words; no text of a published specification is used, and figures are not comparable with certified ones.',
      'The level of a session is that of the stay it falls in, else of its program; a session of which neither is known does not count.',
    ],
    usesSessions: true,
    parameters: {
      windowDays: days(n, 'The last day after the discharge on which a service counts.'),
      firstDay: days(1, 'The first day on which a service counts: 0 takes those of the same day.', 0, 30),
      readmissionDays: days(30, 'An acute admission up to this day excludes the discharge.', 0, 365),
      leastAge: days(6, 'The least age on the day of the discharge.', 0, 120),
      ...TRANSFER,
    },
    indexes: ({ pathway }, { transferDays }) =>
      bedDischarges(pathway, transferDays).filter(({ stay, moment }) => {
        const { diagnosisGroup: group } = strata(pathway, stay, moment.day);
        return stay.level === 'inpatient' && (group === 'mental-health' || group === 'unknown');
      }),
    exclusions: [died, impreciseDate('discharge'), diagnosisUnknown, ageUnknown, ageOutOfRange, readmitted],
    windowDays: ({ windowDays, readmissionDays }) => Math.max(windowDays, readmissionDays),
    counts: ({ moment }, { pathway, programs }, { firstDay, windowDays }) => {
      const [from, to] = [addDays(moment.day, firstDay), addDays(moment.day, windowDays)];
      const visit = firstService(
        servicesOf(pathway, programs),
        from,
        to,
        (service) => isCommunityCare(service) && service.at >= moment.at,
      );
      return (
        visit && {
          says: `${visit.level} session attended on ${visit.day}, day ${daysBetween(moment.day, visit.day)}`,
          eventIds: [visit.eventId],
        }
      );
    },
    otherwise: (_, { moment }, __, { windowDays }) =>
      `no outpatient session attended up to ${addDays(moment.day, windowDays)}`,
  });

export const followUps = [7, 30].map(followUp);
