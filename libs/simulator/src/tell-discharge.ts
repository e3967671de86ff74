import type { DischargeReason } from '@stepwell/pathway';
import { HOUR, MINUTE } from './calendar.ts';
import { endOf, type TrueEpisode } from './life.ts';
import { referenceTo } from './placement.ts';
import type { Shut, Telling } from './telling.ts';

const WRONG_DISCHARGE = 0.025;
const NEVER_LEFT = 0.012;
const RESENT = 0.03;
// Often enough that some come in after they were cancelled: they must not be taken for new ones.
const WRONG_RESENT = 0.15;
const RESTATED = 0.03;

interface Discharged {
  /** When everything about the end of the episode had been told. */
  readonly settled: number;
  /** While a discharge stood that never was, or that was too early. */
  readonly shut?: Shut;
}

/** Tells of the end of an episode, and of ends that never were. */
export const tellDischarge = (telling: Telling, episode: TrueEpisode, after: number): Discharged => {
  const { random } = telling;
  const { facilityId } = episode;
  const end = endOf(episode);
  const mistake = mistakeAbout(telling, episode, after);
  const shut = mistake && tellMistake(telling, episode, mistake, after);
  if (!end) return { settled: shut?.until ?? after, shut };

  const { reason, plannedNextLevel } = episode.discharge!;
  const data = { reason, ...(plannedNextLevel && { plannedNextLevel }), episode: referenceTo(episode) };
  const settled = telling.say({
    ...{ facilityId, at: end.at, actor: 'registrar', lag: 'discharge' },
    after: Math.max(after, shut?.until ?? 0),
    commands: [{ type: 'DischargePatient', data }],
  });
  if (random.chance(RESENT)) telling.repeat('resent');
  else if (random.chance(RESTATED)) telling.repeat('restated');
  return { settled, shut };
};

interface Mistake {
  readonly at: number;
  readonly reason: DischargeReason;
  readonly because: string;
}

/** A discharge some hours early or for another reason; or one in the middle of the last stay, of somebody else. */
const mistakeAbout = (telling: Telling, episode: TrueEpisode, after: number): Mistake | undefined => {
  const { random, horizon } = telling;
  const begin = episode.stays.at(-1)!.begin.at;
  const end = endOf(episode)?.at;
  const hours = Math.floor(((end ?? horizon) - begin) / HOUR);
  if (hours < 30) return undefined;
  const middle = begin + random.whole(3, hours - 26) * HOUR + 7 * MINUTE;
  if (telling.mayErr({ at: middle, after }, NEVER_LEFT))
    return { at: middle, reason: 'completed', because: 'another patient was meant' };
  if (end === undefined || !telling.mayErr({ at: end, after }, WRONG_DISCHARGE)) return undefined;
  if (random.chance(0.5))
    return { at: end - random.whole(1, 20) * HOUR, reason: 'completed', because: 'wrong time' };
  const reason = episode.discharge!.reason === 'other' ? 'completed' : 'other';
  return { at: end, reason, because: 'wrong reason' };
};

const tellMistake = (
  telling: Telling,
  episode: TrueEpisode,
  { at, reason, because }: Mistake,
  after: number,
): Shut => {
  const { facilityId } = episode;
  const reference = { episode: referenceTo(episode) };
  const spoken = { facilityId, at, lag: 'correction' } as const;
  const wrong = { type: 'DischargePatient', data: { reason, ...reference } } as const;
  const recorded = telling.say({ ...spoken, actor: 'registrar', commands: [wrong], after });
  if (telling.random.chance(WRONG_RESENT)) telling.repeat('resent');
  const cancel = { type: 'CancelDischarge', data: { ...reference, reason: because } } as const;
  const noticed = recorded + telling.random.whole(1, 72) * HOUR;
  const until = telling.say({ ...spoken, actor: 'health-records', commands: [cancel], after: noticed });
  return { since: at, recorded, until };
};
