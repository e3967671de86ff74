import type { Admission, EpisodeReference, Placement } from '@stepwell/pathway';
import type { TrueEpisode } from './life.ts';
import type { SimulatedProgram } from './network.ts';
import type { Patient } from './patient.ts';

/** The hospital's messages know visits, the other senders use our ids. */
export const referenceTo = ({ facilityId, episodeId, visitNumber }: TrueEpisode): EpisodeReference =>
  facilityId === 'mercy-general' ? { facilityId, visitNumber } : { episodeId };

export const placementAt = ({
  level,
  levelCode,
  facilityId,
  programId,
  timeZone,
}: SimulatedProgram): Placement => ({
  level,
  ...(levelCode && { levelCode }),
  facilityId,
  programId,
  timeZone,
});

export const admission = (episode: TrueEpisode, { diagnoses, substances }: Patient): Admission => {
  const { episodeId, visitNumber, plannedNextLevel, location, stays } = episode;
  const { stayId, program } = stays[0]!;
  return {
    ...placementAt(program),
    ...{ episodeId, stayId, visitNumber, diagnoses },
    ...(substances.length > 0 && { substances }),
    ...(plannedNextLevel && { plannedNextLevel }),
    ...(location && { location }),
  };
};
