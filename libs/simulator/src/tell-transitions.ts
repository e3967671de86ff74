import type { PathwayCommand } from '@stepwell/pathway';
import { HOUR } from './calendar.ts';
import type { TrueEpisode } from './life.ts';
import { PROGRAMS, type SimulatedProgram } from './network.ts';
import { placementAt, referenceTo } from './placement.ts';
import type { Telling } from './telling.ts';

const WRONG = 0.05;
const RESENT = 0.02;

interface Told {
  /** When the last change of level was told. */
  readonly last: number;
  /** When the last wrong one had been put right: no end of the episode is told before. */
  readonly corrected: number;
}

/** Tells of the changes of level in their order, for some first of a wrong program. */
export const tellTransitions = (telling: Telling, episode: TrueEpisode, admitted: number): Told => {
  let told: Told = { last: admitted, corrected: admitted };
  for (const n of episode.stays.keys()) if (n > 0) told = tellTransition(telling, episode, n, told);
  return told;
};

const tellTransition = (
  telling: Telling,
  episode: TrueEpisode,
  n: number,
  { last, corrected }: Told,
): Told => {
  const { stayId, program, begin } = episode.stays[n]!;
  const wrong = wrongProgram(episode, n);
  const right = transitionTo(program, stayId, episode);
  const spoken = { facilityId: episode.facilityId, at: begin.at, actor: 'clinician' } as const;
  if (wrong && telling.mayErr({ at: begin.at, after: last }, WRONG)) {
    const after = tellWrong(telling, episode, { at: begin.at, program: wrong, after: last });
    const told = telling.say({ ...spoken, lag: 'correction', commands: [right], after });
    return { last: told, corrected: told };
  }
  const told = telling.say({ ...spoken, lag: 'change', commands: [right], after: last });
  if (telling.random.chance(RESENT)) telling.repeat('resent');
  return { last: told, corrected };
};

const transitionTo = (program: SimulatedProgram, stayId: string, episode: TrueEpisode): PathwayCommand => ({
  type: 'TransitionLevelOfCare',
  data: { ...placementAt(program), stayId, episode: referenceTo(episode) },
});

/** Another program of the facility than those that the change is from and to. */
const wrongProgram = ({ facilityId, stays }: TrueEpisode, n: number): SimulatedProgram | undefined =>
  PROGRAMS.find(
    (one) => one.facilityId === facilityId && one !== stays[n]!.program && one !== stays[n - 1]!.program,
  );

/** Returns when the mistake had been noticed and cancelled. */
const tellWrong = (
  telling: Telling,
  episode: TrueEpisode,
  { at, program, after }: { at: number; program: SimulatedProgram; after: number },
): number => {
  const spoken = { facilityId: episode.facilityId, at, actor: 'clinician' } as const;
  const wrong = transitionTo(program, telling.random.uuid(), episode);
  const told = telling.say({ ...spoken, lag: 'errand', commands: [wrong], after });
  const data = { episode: referenceTo(episode), reason: 'wrong program' };
  return telling.say({
    ...{ ...spoken, lag: 'correction', after: told + telling.random.whole(1, 60) * HOUR },
    commands: [{ type: 'CancelTransition', data }],
  });
};
