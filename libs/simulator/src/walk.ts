import { derivedId } from '@stepwell/edges/ids';
import type { LevelOfCare } from '@stepwell/pathway';
import { momentAt, type DayNumber, type Moment } from './calendar.ts';
import type { TrueEpisode, TrueReferral, TrueRelapse } from './life.ts';
import { programOf, type ProgramId, type SimulatedProgram } from './network.ts';
import type { Patient } from './patient.ts';
import type { Random } from './random.ts';

/** A patient's way through the network while it is being made up. */
export interface Walk {
  readonly patient: Patient;
  readonly random: Random;
  readonly horizon: number;
  readonly episodes: TrueEpisode[];
  readonly relapses: TrueRelapse[];
  readonly referrals: TrueReferral[];
  /** The day on which the patient needs a bed, wherever the patient is then. */
  crisisDay: number;
  /** The last time in a bed. */
  lastBed?: { readonly level: LevelOfCare; readonly day: DayNumber };
}

/** Where the patient comes to next, and when. */
export interface Arrival {
  readonly program: SimulatedProgram;
  readonly begin: Moment;
}

const BEDS: readonly LevelOfCare[] = ['inpatient', 'withdrawal-management', 'residential'];

export const isBed = (level: LevelOfCare): boolean => BEDS.includes(level);

export const isWard = (level: LevelOfCare): boolean =>
  level === 'inpatient' || level === 'withdrawal-management';

/** Office hours, but a ward takes patients in at any time. No moment is 23:59, when the patients are counted. */
const minuteOfArrival = (random: Random, level: LevelOfCare): number =>
  isWard(level) ? random.whole(0, 1_438) : random.whole(8 * 60, 16 * 60);

/** An arrival on the day of leaving comes hours later, whichever time zones lie between. */
const SAME_DAY = { ward: [18 * 60, 1_438], other: [14 * 60, 18 * 60] } as const;

/** An arrival some days after leaving; on the same day it is after the departure, or else on the next. */
export const arrivalAfter = (walk: Walk, to: ProgramId, end: Moment, gap: number): Arrival => {
  const program = programOf(to);
  if (gap === 0) {
    const [least, most] = SAME_DAY[isWard(program.level) ? 'ward' : 'other'];
    const begin = momentAt(program.timeZone, end.day, walk.random.whole(least, most));
    if (begin.at > end.at) return { program, begin };
  }
  return arrivalOn(walk, to, end.day + (gap || 1));
};

export const arrivalOn = ({ random }: Walk, to: ProgramId, day: DayNumber): Arrival => {
  const program = programOf(to);
  return { program, begin: momentAt(program.timeZone, day, minuteOfArrival(random, program.level)) };
};

/**
 * The first day, from a given one, on which a bed at this level says clearly whether it continues the last one. The
 * measures do not say what a ward of withdrawal management directly before or after another bed is, so none is.
 */
export const clearOfLastBed = ({ lastBed }: Walk, level: LevelOfCare, day: DayNumber): DayNumber => {
  if (!lastBed || !isWard(level)) return day;
  const detox = 'withdrawal-management';
  const unclear = (level === detox) !== (lastBed.level === detox);
  return unclear ? Math.max(day, lastBed.day + 2) : day;
};

/** Opens an episode at the program where the patient arrives. */
export const openEpisode = (walk: Walk, { program, begin }: Arrival): TrueEpisode => {
  const { random, patient, episodes } = walk;
  const { facilityId, level } = program;
  const visitNumber = `${patient.recordNumber.slice(2)}${String(episodes.length + 1).padStart(2, '0')}`;
  const episode: TrueEpisode = {
    episodeId: derivedId('episode', facilityId, visitNumber),
    visitNumber,
    facilityId,
    location: isBed(level) ? someBed(random) : undefined,
    plannedNextLevel: level === 'inpatient' && random.chance(0.5) ? 'intensive-outpatient' : undefined,
    stays: [{ stayId: random.uuid(), program, begin }],
    leaves: [],
  };
  episodes.push(episode);
  return episode;
};

const someBed = (random: Random): string =>
  `${random.whole(2, 5)} ${random.pick(['East', 'West', 'North'])}^${random.whole(1, 24)}^${random.pick(['A', 'B'])}`;
