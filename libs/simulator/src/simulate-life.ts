import { sessionsOf } from './attend.ts';
import type { DayNumber } from './calendar.ts';
import { ENTRIES } from './course.ts';
import { daysToCrisis } from './crisis.ts';
import { addInterludes } from './interludes.ts';
import type { Life } from './life.ts';
import { live } from './live.ts';
import { programOf } from './network.ts';
import { illnessOf, someone } from './patient.ts';
import type { Period } from './period.ts';
import { Random } from './random.ts';
import { arrivalOn, type Walk } from './walk.ts';

/** Streams of chance, so that a change in how a life is told leaves the life as it was. */
export const LIFE = 0x1f123bb5;
export const TELLING = 0x159a55e5;

/** Newcomers arrive evenly over the simulated time, but for its last days. */
const LAST_ARRIVAL = 2;

/** The nth patient's life. It depends on the seed and the number alone: any patient can be made without the others. */
export const simulateLife = (seed: number, number: number, period: Period): Life => {
  const random = new Random(seed, number, LIFE);
  const day = random.whole(period.first, Math.max(period.first, period.end - 1 - LAST_ARRIVAL));
  const illness = illnessOf(random);
  const entries = ENTRIES.filter(({ needsUse }) => !needsUse || illness !== 'mental');
  const { to } = random.weighted(entries);
  const { facilityId } = programOf(to);
  const patient = someone(random, { seed, number, facilityId, day }, illness);
  const walk: Walk = {
    patient,
    random,
    horizon: period.horizon,
    episodes: [],
    relapses: [],
    referrals: [],
    crisisDay: day + daysToCrisis(random, patient.frailty, 'in-the-community'),
  };
  live(walk, arrivalOn(walk, to, day));
  addInterludes(walk, period.first);
  const { episodes, relapses, referrals } = walk;
  const sessions = episodes.flatMap((episode) => sessionsOf({ patient, random, period }, episode));
  return { patient, since: firstDay(day, walk), episodes, sessions, relapses, referrals };
};

const firstDay = (arrival: DayNumber, { referrals }: Walk): DayNumber =>
  Math.min(arrival, ...referrals.map(({ moment }) => moment.day));
