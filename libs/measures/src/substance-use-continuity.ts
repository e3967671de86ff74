import { addDays, daysBetween, type LocalDate, type Stay } from '@stepwell/pathway';
import { TRANSFER, bedDischarges, levelDischarges, type BedDischarge } from './bed-discharges.ts';
import { define, type Finding, type History } from './define.ts';
import { ageOutOfRange, ageUnknown, diagnosisUnknown, died, impreciseDate } from './exclusions.ts';
import { goesOnAt } from './forgotten.ts';
import { isExactToTheDay, strata, type Measure } from './measure.ts';
import { days } from './parameters.ts';
import { firstService, isCommunityCare, servicesOf, type Service } from './services.ts';

const after = ({ day }: { readonly day: LocalDate }, n: number): LocalDate => addDays(day, n);

const saysAttended = ({ day, level, isTelehealth }: Service, from: LocalDate): string =>
  `${isTelehealth ? 'telehealth' : level} session attended on ${day}, day ${daysBetween(from, day)}`;

const saysAdmitted = ({ begin, level }: Stay, from: LocalDate): string =>
  `admitted to ${level} care on ${begin.day}, day ${daysBetween(from, begin.day)}`;

/** The earlier of a session attended and a stay begun. */
const earlier = (
  index: BedDischarge,
  visit: Service | undefined,
  stay: Stay | undefined,
): Finding | undefined => {
  const { day } = index.moment;
  if (visit && (!stay || visit.day <= stay.begin.day))
    return { says: saysAttended(visit, day), eventIds: [visit.eventId] };
  return stay && { says: saysAdmitted(stay, day), eventIds: [stay.begin.eventId] };
};

/** The first other stay that begins on days from one to another after the discharge. */
const stayBegun = (
  { run, moment }: BedDischarge,
  { timeline: { stays } }: History,
  [from, to]: readonly [LocalDate, LocalDate],
  counts: (stay: Stay) => boolean,
): Stay | undefined =>
  stays.find(
    (stay) =>
      stay.begin.at >= moment.at &&
      stay.begin.day >= from &&
      stay.begin.day <= to &&
      isExactToTheDay(stay.begin.precision) &&
      !run.includes(stay) &&
      counts(stay),
  );

/** Continuity of care after inpatient or residential treatment for substance use; DOMAIN: `sud-continuity-N`. */
const continuity = (n: number): Measure =>
  define({
    id: `sud-continuity-${n}`,
    version: 3,
    title: `${n}-day continuity after substance-use treatment`,
    family: 'Follow-up and continuity',
    description: `Discharges of adults from inpatient or residential treatment for substance use that a further service follows within ${n} days.`,
    denominator:
      'Discharges from inpatient or residential care of the diagnosis group substance use, by the last one of a continuous stay, at the age of 18 or more.',
    numerator: `An outpatient, intensive outpatient, partial hospitalization or telehealth session attended on days 1 to ${n}; after inpatient care also an admission to residential care on days 3 to ${n}.`,
    window: `The day of the discharge is day 0, on which nothing counts; day ${n} is the last. Admission to residential care on days 0 to 2 is taken for a transfer.`,
    // CMS: Continuity of Care after Inpatient or Residential Treatment for Substance Use Disorder (CBE 3453).
    sources: [
      'After the Medicaid measure of continuity of care after inpatient or residential treatment for substance use disorder (CMS, CBE 3453), in our own words.',
      'Differs: sessions that were attended, not claims; medication alone is not seen.',
    ],
    usesSessions: true,
    parameters: {
      windowDays: days(n, 'The last day after the discharge on which a service counts.'),
      firstDay: days(1, 'The first day on which a session counts.', 0, 30),
      residentialFromDay: days(
        3,
        'The first day on which admission to residential care counts, after inpatient care.',
        0,
        30,
      ),
      leastAge: days(18, 'The least age on the day of the discharge.', 0, 120),
      ...TRANSFER,
    },
    indexes: ({ pathway }, { transferDays }) =>
      bedDischarges(pathway, transferDays).filter(({ stay, moment }) => {
        if (stay.level !== 'inpatient' && stay.level !== 'residential') return false;
        const { diagnosisGroup: group } = strata(pathway, stay, moment.day);
        return group === 'substance-use' || group === 'unknown';
      }),
    exclusions: [died, impreciseDate('discharge'), diagnosisUnknown, ageUnknown, ageOutOfRange],
    windowDays: ({ windowDays }) => windowDays,
    counts: (index, history, { firstDay, residentialFromDay }, windowEnds) => {
      const { moment, stay } = index;
      const visit = firstService(
        servicesOf(history.pathway, history.programs),
        after(moment, firstDay),
        windowEnds,
        (service) => service.at >= moment.at && (service.isTelehealth || isCommunityCare(service)),
      );
      const days = [after(moment, residentialFromDay), windowEnds] as const;
      const isFromInpatient = stay.level === 'inpatient';
      return earlier(
        index,
        visit,
        stayBegun(index, history, days, ({ level }) => isFromInpatient && level === 'residential'),
      );
    },
    otherwise: (windowEnds) => `no further service up to ${windowEnds}`,
  });

/** Follow-up after withdrawal management; DOMAIN: `detox-follow-up-N`. */
const detoxFollowUp = (n: number): Measure =>
  define({
    id: `detox-follow-up-${n}`,
    version: 4,
    title: `${n}-day follow-up after withdrawal management`,
    family: 'Follow-up and continuity',
    description: `Discharges from withdrawal management, at the age of 18 to 64, that treatment for substance use follows within ${n} days.`,
    denominator:
      'Discharges from withdrawal management, by the last one of a continuous stay in it, at the age of 18 to 64: treatment at another level that follows at once is what is looked for.',
    numerator: `A session attended, at any level of care, or an admission to residential care, or to inpatient care of the diagnosis group substance use, at most ${n} days after the discharge; or such a stay is under way at it.`,
    window: `The day of the discharge is day 0, and what follows later on that day counts; day ${n} is the last.`,
    // CMS: Continuity of Care after Medically Managed Withdrawal from Alcohol and/or Drugs (CBE 3312).
    sources: [
      'After the Medicaid measure of continuity of care after medically managed withdrawal (CMS, CBE 3312), in our own words.',
      'Differs: sessions that were attended, not claims; medication alone is not seen; any session attended after withdrawal management is taken for treatment of substance use.',
    ],
    usesSessions: true,
    parameters: {
      windowDays: days(n, 'The last day after the discharge on which a service counts.'),
      firstDay: days(0, 'The first day on which a service counts.', 0, 30),
      leastAge: days(18, 'The least age on the day of the discharge.', 0, 120),
      mostAge: days(64, 'The highest age on the day of the discharge.', 0, 150),
      ...TRANSFER,
    },
    indexes: ({ pathway }, { transferDays }) =>
      levelDischarges(pathway, 'withdrawal-management', transferDays),
    exclusions: [died, impreciseDate('discharge'), ageUnknown, ageOutOfRange],
    windowDays: ({ windowDays }) => windowDays,
    counts: (index, history, { firstDay }, windowEnds) => {
      const { moment } = index;
      const from = after(moment, firstDay);
      const services = servicesOf(history.pathway, history.programs);
      const visit = firstService(services, from, windowEnds, ({ at }) => at >= moment.at);
      const treated = isTreatment(history);
      const present = history.timeline.stays.find(
        (stay) =>
          stay.begin.at < moment.at &&
          isExactToTheDay(stay.begin.precision) &&
          goesOnAt(stay, moment) &&
          treated(stay),
      );
      if (present)
        return {
          says: `in ${present.level} care from ${present.begin.day}`,
          eventIds: [present.begin.eventId],
        };
      return earlier(index, visit, stayBegun(index, history, [from, windowEnds], treated));
    },
    otherwise: (windowEnds) => `no further treatment up to ${windowEnds}`,
  });

const isTreatment =
  ({ pathway }: History) =>
  (stay: Stay): boolean =>
    stay.level === 'residential' ||
    (stay.level === 'inpatient' && strata(pathway, stay, stay.begin.day).diagnosisGroup === 'substance-use');

export const substanceUseContinuities = [...[7, 14].map(continuity), ...[7, 14].map(detoxFollowUp)];
