import { rank } from '@stepwell/pathway';
import { dateOf, mondayOf } from './calendar.ts';
import { endOf, isAway, type Life, type TrueEpisode, type TrueStay } from './life.ts';
import type { Period } from './period.ts';
import { askedFor } from './authorized.ts';
import { verdictsOf } from './record-verdicts.ts';
import type {
  AttendedWeek,
  AuthorizedUse,
  Completion,
  IndexDischarge,
  Night,
  PatientRecord,
  StepUp,
} from './record.ts';

/** Everything of a record but how often things were told. */
export const recordOf = (life: Life, period: Period): Omit<PatientRecord, 'repeats'> => ({
  patientId: life.patient.patientId,
  nights: nightsOf(life, period),
  readmissions: readmissionsOf(life),
  stepUps: life.episodes.flatMap(stepUpsOf),
  completions: life.episodes.flatMap(completionOf),
  attendedMinutes: weeksOf(life),
  authorizedUse: usesOf(life, period),
  verdicts: verdictsOf(life, period),
});

// No stay begins or ends at 23:59, so a stay's nights are the days from its beginning to the one before its end.
const nightsOf = ({ episodes }: Life, period: Period): Night[] => {
  const nights = new Map<string, Night>();
  for (const { stays, leaves, facilityId } of episodes)
    for (const { program, begin, end } of stays)
      for (let day = begin.day; day < (end?.day ?? period.end); day++) {
        const key = `${day} ${program.level} ${facilityId}`;
        const onLeave = nights.get(key)?.onLeave || leaves.some((leave) => isAway(leave, day));
        nights.set(key, { day: dateOf(day), level: program.level, facilityId, onLeave });
      }
  return [...nights.values()];
};

interface EndedStay extends TrueStay {
  readonly byDeath: boolean;
}

const readmissionsOf = ({ episodes }: Life): IndexDischarge[] => {
  const stays: EndedStay[] = episodes.flatMap(({ stays, discharge }) =>
    stays.map((stay, n) => ({ ...stay, byDeath: n === stays.length - 1 && discharge?.reason === 'death' })),
  );
  return stays.flatMap((stay) => indexOf(stay, stays));
};

const indexOf = ({ program, end, byDeath }: EndedStay, stays: readonly EndedStay[]): IndexDischarge[] => {
  const { level, facilityId } = program;
  if (!end || byDeath || (level !== 'inpatient' && level !== 'residential')) return [];
  const later = stays.filter(({ begin }) => begin.at >= end.at);
  const isContinued = later.some(
    ({ begin, program: next }) => begin.day <= end.day + 1 && rank(next.level) >= rank(level),
  );
  if (isContinued) return [];
  const admissions = later.filter(({ program: next }) => next.level === 'inpatient');
  const days = admissions.map(({ begin }) => begin.day - end.day);
  const day = dateOf(end.day);
  return [{ facilityId, level, day, ...(days.length > 0 && { readmittedAfter: Math.min(...days) }) }];
};

const stepUpsOf = ({ stays, facilityId }: TrueEpisode): StepUp[] =>
  stays.flatMap((stay, n) => {
    const before = stays[n - 1]?.program.level;
    const { level } = stay.program;
    if (!before || rank(level) <= rank(before)) return [];
    return [{ facilityId, day: dateOf(stay.begin.day), from: before, to: level }];
  });

const completionOf = (episode: TrueEpisode): Completion[] => {
  const { stays, discharge, facilityId } = episode;
  const end = endOf(episode);
  if (!end || !discharge || !stays.some(({ program }) => program.level === 'intensive-outpatient')) return [];
  const lastLevel = stays.at(-1)!.program.level;
  return [{ facilityId, day: dateOf(end.day), reason: discharge.reason, lastLevel }];
};

/** By the last approval: an extension says the whole anew, and a denial takes nothing away. */
const usesOf = (life: Life, period: Period): AuthorizedUse[] => {
  const nights = nightsOf(life, period);
  return askedFor(life, period.horizon)
    .flatMap(({ answers }) => answers.findLast(({ grant }) => grant)?.grant ?? [])
    .map((grant) => {
      const { authorizationId, level, facilityId, from, to, unitKind } = grant;
      const days = nights.filter(
        (one) =>
          !one.onLeave &&
          one.level === level &&
          one.facilityId === facilityId &&
          from <= one.day &&
          one.day <= to,
      );
      const minutes = life.sessions
        .filter(({ program }) => program.level === level && program.facilityId === facilityId)
        .filter(({ begin }) => from <= dateOf(begin.day) && dateOf(begin.day) <= to)
        .reduce((sum, { attendedMinutes }) => sum + attendedMinutes, 0);
      return { authorizationId, used: unitKind === 'days' ? days.length : minutes / 60 };
    });
};

const weeksOf = ({ sessions }: Life): AttendedWeek[] => {
  const weeks = new Map<string, AttendedWeek>();
  for (const { program, begin, attendedMinutes } of sessions) {
    const { programId } = program;
    const week = mondayOf(begin.day);
    const key = `${programId} ${week}`;
    const minutes = (weeks.get(key)?.minutes ?? 0) + attendedMinutes;
    weeks.set(key, { programId, week: dateOf(week), minutes });
  }
  return [...weeks.values()];
};
