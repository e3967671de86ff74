import { daysBetween, timeline, type Stay } from '@stepwell/pathway';
import { define, type Exclusion } from './define.ts';
import { ageOutOfRange, ageUnknown, died, impreciseDate } from './exclusions.ts';
import { goesOnAt } from './forgotten.ts';
import { episodeOf, isExactToTheDay, strata, type Measure } from './measure.ts';
import { days, type ParameterSet } from './parameters.ts';
import { saysReadmitted } from './readmission.ts';
import type { BedDischarge, EndedStay } from './bed-discharges.ts';
import type { History } from './define.ts';

const PARAMETERS = {
  interruptionDays: days(
    2,
    'An admission up to this day after the discharge makes it a transfer or interrupted stay.',
    0,
    30,
  ),
  windowDays: days(30, 'The last day after the discharge that counts.'),
  leastAge: days(18, 'The least age on the day of the discharge.', 0, 120),
};

/** Every end of an inpatient stay: which of them are discharges and which are transfers is for the exclusions to say. */
const inpatientDischarges = ({ pathway }: History): BedDischarge[] =>
  timeline(pathway)
    .stays.filter(isEndedInpatient)
    .filter((stay) => isPsychiatric(stay, { pathway }))
    .map((stay) => {
      const { discharge } = episodeOf(pathway, stay);
      return {
        stay,
        moment: stay.end,
        run: [stay],
        says: `Discharged from inpatient on ${stay.end.day}`,
        reason: discharge?.eventId === stay.end.eventId ? discharge.reason : undefined,
      };
    });

const isEndedInpatient = (stay: Stay): stay is EndedStay =>
  stay.level === 'inpatient' && stay.end !== undefined;

// The measure takes principal diagnoses of every mental disorder, those of substance use included. Who says nothing of
// diagnoses is a psychiatric facility none the less: only a stay for illnesses of other chapters is left out.
const isPsychiatric = (stay: EndedStay, { pathway }: Pick<History, 'pathway'>): boolean =>
  strata(pathway, stay, stay.end.day).diagnosisGroup !== 'other';

const againstAdvice: Exclusion<BedDischarge, ParameterSet> = {
  code: 'against-advice',
  means: 'The patient left against medical advice.',
  applies: ({ reason }) =>
    reason === 'against-advice' ? { says: 'the patient left against advice' } : undefined,
};

const interruptedStay: Exclusion<BedDischarge, typeof PARAMETERS> = {
  code: 'interrupted-stay',
  means:
    'An inpatient admission on days 0 to 2, or a stay elsewhere that goes on (one without an end is relied on for 30 days): a transfer or an interrupted stay, whose own discharge may be an index.',
  applies: ({ stay, moment }, { timeline: { stays } }, { interruptionDays }) => {
    const next = stays.find(
      (other) =>
        other !== stay &&
        other.level === 'inpatient' &&
        isExactToTheDay(other.begin.precision) &&
        (other.begin.at >= moment.at || goesOnAt(other, moment)) &&
        daysBetween(moment.day, other.begin.day) <= interruptionDays,
    );
    return (
      next && {
        says: `in inpatient care from ${next.begin.day}, a transfer or interrupted stay`,
        eventIds: [next.begin.eventId],
      }
    );
  },
};

/** Readmission after psychiatric inpatient care; DOMAIN: outcome measures, `ipf-readmission-30`. */
export const ipfReadmission30: Measure = define({
  id: 'ipf-readmission-30',
  version: 2,
  title: '30-day readmission (psychiatric facilities)',
  family: 'Readmission',
  description:
    'Discharges of adults from psychiatric inpatient care that an inpatient admission follows on days 3 to 30.',
  denominator:
    'Ends of inpatient stays of adults for any mental disorder (ICD-10-CM chapter V, substance use included, or none named).',
  numerator: 'An inpatient admission, at any facility, on days 3 to 30 after the discharge.',
  window:
    'The day of the discharge is day 0. Days 0 to 2 make it an interrupted stay; day 3 is the first and day 30 the last that counts.',
  // CMS, Inpatient Psychiatric Facility Quality Reporting program, measure READM-30-IPF (CBE 2860).
  sources: [
    'After the measure of 30-day all-cause unplanned readmission of the US Inpatient Psychiatric Facility Quality Reporting program (CMS), in our own words.',
    'Differs: the age is that on the day of the discharge, not of the admission; planned readmissions are not told apart; of every payer, not Medicare alone; the rate is not risk-adjusted.',
    'Yardsticks, of Medicare patients: raw rates of 1,694 US facilities, 2016 to 2018: mean 18.5 % (Buck, Psychiatric Services 2021, doi:10.1176/appi.ps.202100105); July 2022 to June 2024, by our own reading of what CMS publishes of facilities: unweighted mean 19.3 % over 1,216.',
  ],
  usesSessions: false,
  parameters: PARAMETERS,
  indexes: inpatientDischarges,
  exclusions: [died, impreciseDate('discharge'), againstAdvice, interruptedStay, ageUnknown, ageOutOfRange],
  windowDays: ({ windowDays }) => windowDays,
  counts: ({ moment }, { timeline: { stays } }, { interruptionDays }, windowEnds) => {
    const again = stays.find(
      ({ level, begin }) =>
        level === 'inpatient' &&
        isExactToTheDay(begin.precision) &&
        daysBetween(moment.day, begin.day) > interruptionDays &&
        begin.day <= windowEnds,
    );
    return again && { says: saysReadmitted(again, moment.day), eventIds: [again.begin.eventId] };
  },
  otherwise: (windowEnds) => `no inpatient admission up to ${windowEnds}`,
});
