import type { Moment } from './calendar.ts';
import { momentAt } from './calendar.ts';
import { daysToCrisis } from './crisis.ts';
import { LENGTHS } from './course.ts';
import type { TrueEpisode, TrueStay } from './life.ts';
import { programOf, type ProgramId } from './network.ts';
import { nextTurn, wardFor, type Turn } from './turn.ts';
import {
  arrivalAfter,
  arrivalOn,
  clearOfLastBed,
  isBed,
  openEpisode,
  type Arrival,
  type Walk,
} from './walk.ts';

/** Follows the patient from the first arrival to the horizon: a semi-Markov process with a memory for the last bed. */
export const live = (walk: Walk, first: Arrival): void => {
  let next: Arrival | undefined = first;
  while (next && next.begin.at < walk.horizon) next = liveEpisode(walk, next);
};

const liveEpisode = (walk: Walk, arrival: Arrival): Arrival | undefined => {
  const episode = openEpisode(walk, arrival);
  let since = arrival.begin;
  for (;;) {
    const stay = episode.stays.at(-1)!;
    const turn = nextTurn(walk, stay, since);
    const { moment } = turn;
    if (moment.at >= walk.horizon) return undefined;
    if (turn.kind === 'interruption') {
      const back = hospitalise(walk, episode, moment);
      if (!back) return undefined;
      since = back;
      continue;
    }
    endStay(walk, stay, turn);
    if (turn.kind === 'discharge') return discharge(walk, episode, turn);
    since = moment;
    episode.stays.push({ stayId: walk.random.uuid(), program: programOf(turn.to), begin: moment });
  }
};

/** Those who leave against advice are back sooner. */
const AGAINST_ADVICE = 1.5;

const endStay = (walk: Walk, stay: TrueStay, turn: Turn): void => {
  const { moment } = turn;
  stay.end = moment;
  const { level } = stay.program;
  if (!isBed(level)) return;
  walk.lastBed = { level, day: moment.day };
  const hasty = turn.kind === 'discharge' && turn.reason === 'against-advice' ? AGAINST_ADVICE : 1;
  walk.crisisDay = moment.day + daysToCrisis(walk.random, walk.patient.frailty * hasty, 'after-a-ward');
};

type Discharge = Extract<Turn, { kind: 'discharge' }>;

const discharge = (walk: Walk, episode: TrueEpisode, turn: Discharge): Arrival | undefined => {
  const { reason, planned, moment } = turn;
  episode.discharge = { reason, plannedNextLevel: planned };
  if (reason === 'death') return undefined;
  if (turn.lost) refer(walk, turn.lost, moment);
  if (reason === 'incarcerated')
    walk.crisisDay = Math.max(walk.crisisDay, moment.day + 30 + walk.random.whole(0, 180));
  return whatFollows(walk, turn);
};

/** The planned next program, unless a crisis at home comes before it; or a return much later; or nothing. */
const whatFollows = (walk: Walk, { moment, next }: Discharge): Arrival | undefined => {
  const gap = next ? walk.random.whole(...next.gap) : undefined;
  const plannedDay = gap === undefined ? comebackDay(walk, moment) : moment.day + gap;
  if (walk.crisisDay < plannedDay) return crisisAtHome(walk, moment);
  if (!next || gap === undefined)
    return plannedDay === Infinity ? undefined : arrivalOn(walk, walk.random.pick(COMEBACKS), plannedDay);
  const { level } = programOf(next.to);
  return arrivalAfter(walk, next.to, moment, clearOfLastBed(walk, level, plannedDay) - moment.day);
};

const COMEBACKS: readonly ProgramId[] = ['lakeside-iop', 'harbor-iop', 'harbor-op'];

const comebackDay = ({ random }: Walk, { day }: Moment): number =>
  random.chance(0.3) ? day + 30 + Math.floor(random.exponential(200)) : Infinity;

const crisisAtHome = (walk: Walk, left: Moment): Arrival => {
  const day = Math.max(walk.crisisDay, left.day);
  const to = wardFor(walk, 'America/Chicago', day);
  walk.crisisDay = Infinity;
  return arrivalAfter(walk, to, left, clearOfLastBed(walk, programOf(to).level, day) - left.day);
};

const refer = ({ referrals, random }: Walk, to: ProgramId, moment: Moment): void => {
  const { facilityId, level } = programOf(to);
  referrals.push({ referralId: random.uuid(), facilityId, level, moment });
};

/**
 * A time on the psychiatric ward while the program keeps the patient's place. Returns the moment of coming back, or
 * nothing when the patient is still away at the horizon.
 */
const hospitalise = (walk: Walk, episode: TrueEpisode, moment: Moment): Moment | undefined => {
  const { random, horizon } = walk;
  const leave = { leaveId: random.uuid(), begin: moment };
  episode.leaves.push(leave);
  const arrival = arrivalAfter(walk, 'mercy-inpatient', moment, random.whole(0, 1));
  if (arrival.begin.at >= horizon) return undefined;
  const ward = openEpisode(walk, arrival);
  const { shape, mean, least } = LENGTHS.inpatient;
  const length = Math.max(least, Math.round(random.erlang(shape, mean)));
  const end = momentAt(arrival.program.timeZone, arrival.begin.day + length, random.whole(9 * 60, 17 * 60));
  if (end.at >= horizon) return undefined;
  const { level, timeZone } = episode.stays.at(-1)!.program;
  const turn = { kind: 'discharge', moment: end, reason: 'completed', planned: level } as const;
  endStay(walk, ward.stays[0]!, turn);
  ward.discharge = { reason: 'completed', plannedNextLevel: level };
  const back = momentAt(timeZone, end.day + random.whole(1, 3), random.whole(7 * 60, 8 * 60));
  if (back.at >= horizon) return undefined;
  Object.assign(leave, { end: back });
  return back;
};
