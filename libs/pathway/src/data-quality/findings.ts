import { contraindicationOf } from '../assessment/contraindication.ts';
import { outsideAges } from '../care/admission-terms.ts';
import { isPresentOn } from '../care/presence.ts';
import { deathIn, moment, type Episode, type Moment, type Stay } from '../care/episode.ts';
import { compareText } from '../compare-text.ts';
import { DOUBTS } from '../identity/member-match.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import { ageBandOn, isClosedOn, type Program } from '../program.ts';
import { timeline, type AttendedSession, type Timeline } from '../timeline.ts';
import { isCutShortOfNothing } from '../treatment/treatment-event.ts';
import type { LocalDate } from '../local-date.ts';

/** What contradicts other facts though it is kept, by its code, and what that means. */
export const FINDINGS = {
  'admitted-against-contraindication':
    'Admitted to intensive outpatient care, or brought to it from another level, against an eligibility assessment of the 30 days before, without an override.',
  'age-outside-program': 'Admitted to a program that is not for patients of this age, without an override.',
  'admitted-to-closed-program': 'Admitted to a program on a day when it admitted nobody.',
  'care-after-death': 'An episode began, or a session was attended, after a discharge by death.',
  'overlapping-stays': 'Two episodes at one facility at the same time.',
  'attendance-outside-care': 'Attendance at a session at a time when the patient was in no stay.',
  'attendance-on-leave': 'A session attended in the midst of a leave.',
  'minutes-contradict-status':
    'Said to have come late or left early, and to have attended all of the scheduled minutes.',
  'sessions-exceed-day': 'More than 24 hours of sessions attended on one day.',
  'possible-duplicate':
    'Another record carries the same member number of the same payer, and something speaks against their being of one person. Merge them, or void the note that says so.',
} as const;
export type FindingCode = keyof typeof FINDINGS;
export const FINDING_CODES = Object.keys(FINDINGS) as readonly FindingCode[];

/** One contradiction. Of its events the first is the one that contradicts, and names it among those of its code. */
export interface Finding {
  readonly code: FindingCode;
  readonly sentence: string;
  /** The day of the first event, by its facility's clocks. */
  readonly day: LocalDate;
  /** Absent where it is of no facility. */
  readonly facilityId?: string;
  readonly programId?: string;
  readonly eventIds: readonly string[];
}

type Programs = ReadonlyMap<string, Program>;
type Rule = (pathway: Pathway, known: Timeline, programs: Programs) => readonly Finding[];

const isExact = ({ precision }: Pick<Moment, 'precision'>): boolean =>
  precision === 'instant' || precision === 'day';

const againstContraindication: Rule = (pathway, { stays }) =>
  factsOf(pathway, 'PatientAdmitted', 'LevelOfCareTransitioned').flatMap((fact) => {
    const { level } = fact.data;
    const before = 'fromStayId' in fact.data ? fact.data.fromStayId : undefined;
    if (stays.some((stay) => stay.stayId === before && stay.level === level)) return [];
    const begin = moment(fact, fact.data.timeZone);
    const against = isExact(begin) && contraindicationOf(pathway, fact.data, begin.at);
    if (!against) return [];
    const { assessedOn, contraindications } = against;
    const sentence = `Came to intensive outpatient care on ${begin.day}, assessed on ${assessedOn}: ${contraindications.join(', ')}.`;
    return found('admitted-against-contraindication', { ...fact.data, ...begin }, sentence, against.eventId);
  });

const againstTerms: Rule = (pathway, { stays }, programs) => {
  const begun = new Map(
    factsOf(pathway, 'PatientAdmitted', 'LevelOfCareTransitioned').map((fact) => [fact.id, fact]),
  );
  return stays.flatMap((stay) => {
    const { programId, begin } = stay;
    const program = programs.get(programId ?? '');
    const data = begun.get(begin.eventId)?.data;
    if (!program || !data || !isExact(begin)) return [];
    const from = 'fromStayId' in data && stays.find(({ stayId }) => stayId === data.fromStayId);
    if (from && from.programId === programId) return [];
    const outside = data.override
      ? undefined
      : outsideAges(pathway, begin.day, ageBandOn(program, begin.day));
    const place = { ...stay, ...begin };
    return [
      ...(outside ? found('age-outside-program', place, outside) : []),
      ...(isClosedOn(program, begin.day)
        ? found('admitted-to-closed-program', place, `Admitted on ${begin.day}, when it admitted nobody.`)
        : []),
    ];
  });
};

const DIGITS = { year: 4, month: 7, day: 10, instant: Infinity } as const;

/** Whether one moment is not before another for certain: what is known to the month, say, is after in a later month only. */
const isAfter = (one: Moment, other: Moment): boolean => {
  const digits = Math.min(DIGITS[one.precision], DIGITS[other.precision]);
  return digits > DIGITS.day ? one.at >= other.at : one.day.slice(0, digits) > other.day.slice(0, digits);
};

const afterDeath: Rule = (_, { episodes, sessions }) => {
  const death = deathIn(episodes);
  if (!death) return [];
  const died = `The patient died on ${death.day}`;
  const began = episodes.filter(
    ({ admission, discharge }) => isAfter(admission, death) && discharge?.eventId !== death.eventId,
  );
  const foundAlready = new Set(began.map(({ episodeId }) => episodeId));
  const attended = sessions.filter(
    (session) =>
      session.attendedMinutes > 0 &&
      isAfter(session, death) &&
      !foundAlready.has(session.stay?.episodeId ?? ''),
  );
  return [
    ...began.flatMap(({ stays: [stay] }) =>
      found('care-after-death', begun(stay!), `${died}, admitted on ${stay!.begin.day}.`, death.eventId),
    ),
    ...attended.flatMap((session) =>
      found('care-after-death', session, `${died}, attended a session on ${session.day}.`, death.eventId),
    ),
  ];
};

/**
 * By nights: of stays that touch on one day, one may have ended before the other began. Of two episodes at a facility the
 * first overlap alone.
 */
const overlapping: Rule = (_, { episodes, stays }) => {
  const pairs = new Set<string>();
  const isFirstOfPair = (one: Stay, stay: Stay): boolean => {
    const pair = JSON.stringify([stay.facilityId, ...[one.episodeId, stay.episodeId].sort()]);
    if (pairs.has(pair)) return false;
    pairs.add(pair);
    return true;
  };
  return stays.flatMap((stay, n) => {
    if (!isExact(stay.begin) || isOver(stay, stay.begin.day)) return [];
    const others = stays
      .slice(0, n)
      .filter(
        (one) =>
          one.facilityId === stay.facilityId &&
          one.episodeId !== stay.episodeId &&
          isExact(one.begin) &&
          isPresentOn(stay.begin.day, one) &&
          isFirstOfPair(one, stay),
      );
    if (others.length === 0) return [];
    const since = admissionOf(episodes, others[0]!);
    const sentence = `In ${stay.facilityId} from ${stay.begin.day}, and since ${since.day} in another episode there.`;
    return found('overlapping-stays', begun(stay), sentence, ...others.map(({ begin }) => begin.eventId));
  });
};

const isOver = ({ end }: Stay, day: LocalDate): boolean => end !== undefined && end.day <= day;

const admissionOf = (episodes: readonly Episode[], { episodeId, begin }: Stay): Moment =>
  episodes.find((episode) => episode.episodeId === episodeId)?.admission ?? begin;

const outsideCare: Rule = (_, { sessions }) =>
  sessions
    .filter(({ stay }) => !stay)
    .flatMap((session) =>
      found(
        'attendance-outside-care',
        session,
        `${session.day}: a session (${session.status}) in no stay of the patient's.`,
      ),
    );

const onLeave: Rule = (_, { sessions, episodes }) => {
  const leaves = new Map(episodes.map((episode) => [episode.episodeId, episode.leaves]));
  return sessions.flatMap((session) => {
    if (session.attendedMinutes === 0 || session.precision !== 'instant') return [];
    const leave = leaves
      .get(session.stay?.episodeId ?? '')
      ?.find(({ begin, end }) => begin.at < session.at && (!end || session.at < end.at));
    if (!leave) return [];
    const sentence = `Attended a session on ${session.day}, on leave since ${leave.begin.day}.`;
    return found('attendance-on-leave', session, sentence, leave.begin.eventId);
  });
};

const cutShortOfNothing: Rule = (_, { sessions }) =>
  sessions.filter(isCutShortOfNothing).flatMap((session) => {
    const { day, status, attendedMinutes, scheduledMinutes } = session;
    const sentence = `${day}: ${attendedMinutes} of ${scheduledMinutes} scheduled minutes attended, and ${status}.`;
    return found('minutes-contradict-status', session, sentence);
  });

const MINUTES_OF_DAY = 24 * 60;

const exceedingDay: Rule = (_, { sessions }) => {
  const byDay = Map.groupBy(sessions.filter(isExact), ({ day }) => day);
  return [...byDay].flatMap(([day, all]) => {
    const attended = all.filter(({ attendedMinutes }) => attendedMinutes > 0);
    const minutes = attended.reduce((sum, one) => sum + one.attendedMinutes, 0);
    if (minutes <= MINUTES_OF_DAY) return [];
    const [last, ...rest] = attended.toReversed() as [AttendedSession, ...AttendedSession[]];
    const sentence = `${minutes} minutes of sessions attended on ${day}.`;
    return found('sessions-exceed-day', last, sentence, ...rest.map(({ eventId }) => eventId));
  });
};

/** Of a note: whether two records are of one person, somebody has to say. Its facility is where the patient was last by then. */
const possibleDuplicates: Rule = (pathway, { stays }) => {
  const merged = new Set(
    factsOf(pathway, 'PatientsMerged').flatMap(({ data }) => [data.survivorId, data.absorbedId]),
  );
  return factsOf(pathway, 'PossibleDuplicateNoted').flatMap((fact) => {
    const { otherId, matched, doubts } = fact.data;
    if (merged.has(otherId)) return [];
    const stay = stays.findLast(({ begin }) => begin.at <= fact.metadata.occurredAt) ?? stays[0];
    const against = doubts.map((doubt) => DOUBTS[doubt]).join(', ');
    const sentence = `Has a member number at ${matched.payerId} that the patient ${otherId} has too${against && `: ${against}`}.`;
    const place = { facilityId: stay?.facilityId, programId: stay?.programId };
    const noted = { ...place, ...moment(fact, stay?.timeZone ?? 'UTC') };
    const own = matched.eventIds.filter((eventId) => pathway.facts.some(({ id }) => id === eventId));
    return found('possible-duplicate', noted, sentence, ...own);
  });
};

type Placed = Pick<Moment, 'day' | 'eventId'> & Partial<Pick<Stay, 'facilityId' | 'programId'>>;

const begun = ({ begin, facilityId, programId }: Stay): Placed => ({ ...begin, facilityId, programId });

const found = (
  code: FindingCode,
  { day, facilityId, programId, eventId }: Placed,
  sentence: string,
  ...others: readonly string[]
): Finding[] => [{ code, sentence, day, facilityId, programId, eventIds: [eventId, ...others] }];

const RULES: readonly Rule[] = [
  againstContraindication,
  againstTerms,
  afterDeath,
  overlapping,
  outsideCare,
  onLeave,
  cutShortOfNothing,
  exceedingDay,
  possibleDuplicates,
];

/**
 * What of a pathway's facts contradicts the others, or the programs that they name. A later fact may resolve it: then it
 * is found no more.
 */
export const findingsOf = (pathway: Pathway, programs: Programs): readonly Finding[] => {
  const known = timeline(pathway);
  const all = RULES.flatMap((rule) => rule(pathway, known, programs));
  // Where an episode was admitted twice, the stays that follow are of both: what is found in them is found once.
  const once = new Map(all.map((finding) => [`${finding.code} ${finding.eventIds[0]}`, finding]));
  return [...once.values()].sort((a, b) => compareText(a.day, b.day));
};
