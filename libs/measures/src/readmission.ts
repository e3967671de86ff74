import { daysBetween, type LocalDate, type Stay } from '@stepwell/pathway';
import { TRANSFER, bedDischarges, type BedDischarge } from './bed-discharges.ts';
import { define } from './define.ts';
import { died, impreciseDate } from './exclusions.ts';
import { isExactToTheDay, type Measure } from './measure.ts';
import { days } from './parameters.ts';

/** DOMAIN: discharges from `inpatient` or `residential`. */
export const isIndex = ({ stay: { level } }: BedDischarge): boolean =>
  level === 'inpatient' || level === 'residential';

/** An inpatient admission, at any facility, that is no part of the continuous stay. */
export const isReadmission = (stay: Stay, { run, moment }: BedDischarge): boolean =>
  stay.level === 'inpatient' &&
  !run.includes(stay) &&
  stay.begin.at >= moment.at &&
  isExactToTheDay(stay.begin.precision);

export const saysReadmitted = ({ begin, facilityId }: Stay, dischargedOn: LocalDate): string =>
  `admitted to inpatient care at ${facilityId} on ${begin.day}, day ${daysBetween(dischargedOn, begin.day)}`;

/** All-cause readmission within `N` days; DOMAIN: outcome measures, `readmission-N`. */
const readmission = (n: number): Measure =>
  define({
    id: `readmission-${n}`,
    version: 3,
    title: `${n}-day readmission`,
    family: 'Readmission',
    description: `Discharges from inpatient or residential care that an inpatient admission follows within ${n} days, whatever its cause.`,
    denominator:
      'Discharges from inpatient or residential care, by the last one of a continuous stay. A stay that steps down to a lower level counts as discharged from its own.',
    numerator: `An inpatient admission, at any facility, at most ${n} days after the index discharge.`,
    window: `The day of the discharge is day 0; an admission later on that day counts (unless it continues the stay), and so does one on day ${n}. A readmission may be an index itself; leave is no discharge.`,
    sources: [
      'All-cause readmission as hospitals and health plans report it; the transfer rule in our own words.',
    ],
    usesSessions: false,
    parameters: { windowDays: days(n, 'The last day after the discharge that counts.'), ...TRANSFER },
    indexes: ({ pathway }, { transferDays }) => bedDischarges(pathway, transferDays).filter(isIndex),
    exclusions: [died, impreciseDate('discharge')],
    windowDays: ({ windowDays }) => windowDays,
    counts: (index, { timeline }, _, windowEnds) => {
      const again = timeline.stays.find((stay) => isReadmission(stay, index) && stay.begin.day <= windowEnds);
      return again && { says: saysReadmitted(again, index.moment.day), eventIds: [again.begin.eventId] };
    },
    otherwise: (windowEnds) => `no inpatient admission up to ${windowEnds}`,
  });

export const readmissions = [7, 30, 90, 180].map(readmission);
