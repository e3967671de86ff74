import { rank, type DischargeReason, type LevelOfCare } from '@stepwell/pathway';
import { dateOf, dayNumber, type DayNumber, type Moment } from './calendar.ts';
import type { Life, TrueEpisode, TrueSession, TrueStay } from './life.ts';
import type { Period } from './period.ts';
import { weeksHeld } from './record-weeks.ts';
import type { Verdict } from './record.ts';

// What every outcome measure should say of a life, read off the life itself. Nothing here is shared with the measures.

interface LivedStay extends TrueStay {
  readonly level: LevelOfCare;
  readonly episode: TrueEpisode;
  /** The stay before it in its episode. */
  readonly before?: TrueStay;
  readonly reason?: DischargeReason;
}

type Ended = LivedStay & { readonly end: Moment };

interface Lived {
  readonly life: Life;
  /** In the order in which they began. */
  readonly stays: readonly LivedStay[];
  /** Sessions that the patient came to, in the order in which they were held. */
  readonly visits: readonly TrueSession[];
  readonly usesSubstances: boolean;
  readonly death?: DayNumber;
}

export const verdictsOf = (life: Life, period: Period): Verdict[] => {
  const stays = life.episodes.flatMap((episode) =>
    episode.stays.map((stay, n): LivedStay => {
      const isLast = n === episode.stays.length - 1;
      const reason = isLast && stay.end ? episode.discharge?.reason : undefined;
      return { ...stay, level: stay.program.level, episode, before: episode.stays[n - 1], reason };
    }),
  );
  const came = life.sessions.filter(({ status }) => status !== 'excused' && status !== 'no-show');
  const lived: Lived = {
    life,
    stays: stays.sort((a, b) => a.begin.at - b.begin.at),
    visits: came.sort((a, b) => a.begin.at - b.begin.at),
    usesSubstances: life.patient.diagnoses[0]!.code.startsWith('F1'),
    death: stays.find(({ reason }) => reason === 'death')?.end?.day,
  };
  return [
    ...psychiatric(lived),
    ...[7, 30].flatMap((n) => followUp(lived, n)),
    ...[7, 14].flatMap((n) => [...continuity(lived, n), ...afterDetox(lived, n)]),
    ...[30, 60, 90].flatMap((n) => retention(lived, n)),
    ...stepUps(lived),
    ...stepDowns(lived),
    ...endings(lived, 'completion', ['completed']),
    ...endings(lived, 'completion-or-transfer', ['completed', 'transferred']),
    ...weeksHeld(life, period),
    ...times(lived),
  ];
};

const BEDS: readonly LevelOfCare[] = ['inpatient', 'withdrawal-management', 'residential'];
const AT_HOME: readonly LevelOfCare[] = ['outpatient', 'intensive-outpatient', 'partial-hospitalization'];

const hasEnded = (stay: LivedStay): stay is Ended => stay.end !== undefined;

/** Ends of stays in beds that no other stay continues. */
const departures = ({ stays }: Lived, ...levels: readonly LevelOfCare[]): Ended[] =>
  stays
    .filter(hasEnded)
    .filter(
      ({ level, end }) =>
        levels.includes(level) &&
        !stays.some(
          ({ begin, level: next }) =>
            begin.at >= end.at && begin.day <= end.day + 1 && rank(next) >= rank(level),
        ),
    );

const admissions = ({ stays }: Lived, ...levels: readonly LevelOfCare[]): LivedStay[] =>
  stays.filter(({ level, before }) => levels.includes(level) && before?.program.level !== level);

const verdict = (
  measure: string,
  moment: Moment,
  { program, level }: LivedStay,
  outcome: string,
): Verdict => ({
  ...{ measure, day: dateOf(moment.day), facilityId: program.facilityId, level, outcome },
});

const yes = (counts: boolean): string => (counts ? 'numerator' : 'not-numerator');

const psychiatric = ({ stays }: Lived): Verdict[] =>
  stays
    .filter(hasEnded)
    .filter(({ level }) => level === 'inpatient')
    .map((stay) => {
      const { end, reason } = stay;
      const later = stays.filter(({ level, begin }) => level === 'inpatient' && begin.at >= end.at);
      const after = later.map(({ begin }) => begin.day - end.day);
      const outcome =
        reason === 'death'
          ? 'died'
          : reason === 'against-advice'
            ? 'against-advice'
            : after.some((days) => days <= 2)
              ? 'interrupted-stay'
              : yes(after.some((days) => days <= 30));
      return verdict('ipf-readmission-30', end, stay, outcome);
    });

const followUp = (lived: Lived, n: number): Verdict[] =>
  (lived.usesSubstances ? [] : departures(lived, 'inpatient')).map((stay) => {
    const { end, reason } = stay;
    const back = lived.stays.some(
      ({ level, begin }) => rank(level) === 6 && begin.at >= end.at && begin.day <= end.day + 30,
    );
    const seen = lived.visits.some(
      ({ program, begin }) =>
        AT_HOME.includes(program.level) && begin.day > end.day && begin.day <= end.day + n,
    );
    return verdict(
      `follow-up-${n}`,
      end,
      stay,
      reason === 'death' ? 'died' : back ? 'readmitted' : yes(seen),
    );
  });

const continuity = (lived: Lived, n: number): Verdict[] =>
  (lived.usesSubstances ? departures(lived, 'inpatient', 'residential') : []).map((stay) => {
    const { end, reason, level } = stay;
    const seen = lived.visits.some(
      ({ program, modality, begin }) =>
        (modality === 'telehealth' || AT_HOME.includes(program.level)) &&
        begin.day > end.day &&
        begin.day <= end.day + n,
    );
    const moved = lived.stays.some(
      ({ level: next, begin }) =>
        next === 'residential' && begin.day >= end.day + 3 && begin.day <= end.day + n,
    );
    const outcome = reason === 'death' ? 'died' : yes(seen || (level === 'inpatient' && moved));
    return verdict(`sud-continuity-${n}`, end, stay, outcome);
  });

const afterDetox = (lived: Lived, n: number): Verdict[] =>
  departures(lived, 'withdrawal-management').map((stay) => {
    const { end, reason } = stay;
    const isSoon = ({ at, day }: Moment): boolean => at >= end.at && day <= end.day + n;
    const treated = lived.stays.some(
      ({ level, begin }) =>
        (level === 'residential' || (level === 'inpatient' && lived.usesSubstances)) && isSoon(begin),
    );
    const turns65 = dayNumber(
      `${Number(lived.life.patient.person.birthDate!.slice(0, 4)) + 65}${lived.life.patient.person.birthDate!.slice(4)}`.replace(
        '-02-29',
        '-03-01',
      ),
    );
    // A birth date may be corrected later by some days: of whom it matters nothing is said.
    if (Math.abs(turns65 - end.day) < 12) return verdict(`detox-follow-up-${n}`, end, stay, 'doubtful');
    const isOld = end.day >= turns65;
    const counts = treated || lived.visits.some(({ begin }) => isSoon(begin));
    return verdict(
      `detox-follow-up-${n}`,
      end,
      stay,
      reason === 'death' ? 'died' : isOld ? 'age-out-of-range' : yes(counts),
    );
  });

const retention = (lived: Lived, n: number): Verdict[] =>
  admissions(lived, 'intensive-outpatient').map((stay) => {
    const { begin } = stay;
    const seen = lived.visits.some(({ begin: { at, day } }) => {
      const since = day - begin.day;
      return at >= begin.at && since <= n && since >= n - 14;
    });
    return verdict(`retention-${n}`, begin, stay, yes(seen));
  });

const stepUps = ({ stays }: Lived): Verdict[] =>
  stays.flatMap((stay) => {
    const { begin, level } = stay;
    if (!AT_HOME.includes(level)) return [];
    const isFrom = stays
      .filter(hasEnded)
      .some(
        ({ end, episode, level: higher, begin: earlier, stayId }) =>
          rank(higher) > rank(level) &&
          earlier.at < begin.at &&
          end.at <= begin.at &&
          ((episode === stay.episode && stay.before?.stayId === stayId) || begin.day - end.day <= 14) &&
          !stays.some((between) => between.begin.at >= end.at && between.begin.at < begin.at),
      );
    if (!isFrom) return [];
    const up = stays.some(
      (next) =>
        rank(next.level) > rank(level) && next.begin.at > begin.at && next.begin.day <= begin.day + 30,
    );
    return [verdict('step-up-30', begin, stay, yes(up))];
  });

/** Of those who were in intensive outpatient care when they left. */
const endings = ({ stays }: Lived, measure: string, well: readonly DischargeReason[]): Verdict[] =>
  stays
    .filter(hasEnded)
    .filter(({ level, reason }) => level === 'intensive-outpatient' && reason !== undefined)
    .map((stay) => verdict(measure, stay.end, stay, yes(well.includes(stay.reason!))));

const nextAt = ({ stays }: Lived, level: LevelOfCare, { at, day }: Moment): LivedStay | undefined =>
  stays.find(
    (stay) =>
      stay.level === level &&
      stay.begin.day <= day + 14 &&
      (stay.begin.at >= at || !stay.end || stay.end.at > at),
  );

const stepDowns = (lived: Lived): Verdict[] =>
  departures(lived, 'inpatient').flatMap((stay) => {
    const { end, reason, episode } = stay;
    const planned = episode.discharge?.plannedNextLevel ?? episode.plannedNextLevel;
    if (reason === undefined || planned !== 'intensive-outpatient') return [];
    const iop = nextAt(lived, 'intensive-outpatient', end);
    const outpatient = iop?.end && nextAt(lived, 'outpatient', iop.end);
    const said = (counts: boolean): string => (reason === 'death' ? 'died' : yes(counts));
    return [
      verdict('step-down-completed', end, stay, said(iop !== undefined)),
      verdict('step-down-to-outpatient', end, stay, said(outpatient !== undefined)),
    ];
  });

const times = (lived: Lived): Verdict[] => [
  ...lived.stays
    .filter(({ level, before }) => before?.program.level !== level)
    .map((stay) => {
      const relapse = lived.life.relapses
        .filter(({ moment }) => moment.at > stay.begin.at)
        .reduce((first, { moment }) => Math.min(first, moment.day), Infinity);
      const until = relapse === Infinity ? lastContact(lived) : relapse;
      return timed('time-to-relapse', stay.begin, stay, relapse !== Infinity, until);
    }),
  ...departures(lived, 'inpatient', 'residential').map((stay) => {
    if (stay.reason === 'death') return verdict('time-to-readmission', stay.end, stay, 'died');
    const next = lived.stays.find(({ level, begin }) => level === 'inpatient' && begin.at >= stay.end.at);
    return timed('time-to-readmission', stay.end, stay, next !== undefined, next?.begin.day ?? lived.death);
  }),
  ...admissions(lived, 'intensive-outpatient').map((stay) => {
    let last = stay.begin.day;
    for (const { begin } of lived.visits)
      if (begin.at >= stay.begin.at && begin.day - last <= 14) last = Math.max(last, begin.day);
    const isDead = lived.death !== undefined && lived.death <= last + 15 && lived.death >= stay.begin.day;
    return timed('time-in-treatment', stay.begin, stay, !isDead, isDead ? lived.death : last + 15);
  }),
];

const timed = (
  measure: string,
  moment: Moment,
  stay: LivedStay,
  happened: boolean,
  until: DayNumber | undefined,
) => ({
  ...verdict(measure, moment, stay, yes(happened)),
  until: until === undefined ? undefined : dateOf(until),
});

const lastContact = ({ stays, visits }: Lived): DayNumber => {
  const seen = stays.flatMap(({ level, begin, end, episode }) => {
    if (!BEDS.includes(level)) return [begin.day];
    const own = visits.filter((visit) => visit.episode === episode && visit.begin.at >= begin.at);
    return [begin.day, end?.day ?? 30 + Math.max(begin.day, ...own.map((visit) => visit.begin.day))];
  });
  return Math.max(...seen, ...visits.map(({ begin }) => begin.day));
};
