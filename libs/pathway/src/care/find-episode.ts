import { staysAt, type Episode } from './episode.ts';
import { timeline } from '../timeline.ts';
import type { EpisodeReference } from './care-command.ts';
import type { Pathway } from '../pathway.ts';

export const isOpenAt = ({ admission, discharge }: Episode, at: string): boolean =>
  admission.at <= at && (!discharge || at < discharge.at);

/** The episodes that a reference can mean: by id, by visit number, or all that were ever at the facility. */
export const meantEpisodes = (pathway: Pathway, reference: EpisodeReference): Episode[] => {
  const { episodes } = timeline(pathway);
  if ('episodeId' in reference) return episodes.filter(({ episodeId }) => episodeId === reference.episodeId);
  const { facilityId, visitNumber } = reference;
  return episodes.filter(
    (episode) =>
      episode.stays.some((stay) => stay.facilityId === facilityId) &&
      (!visitNumber || episode.visitNumber === visitNumber),
  );
};

/**
 * The episode meant: of several the one that is at the facility then, or else the latest that had begun by then. A late
 * message means an episode of its own time.
 */
export const findEpisode = (
  pathway: Pathway,
  reference: EpisodeReference,
  at: string,
): Episode | undefined => {
  const meant = meantEpisodes(pathway, reference);
  const isHere = ({ stays }: Episode) =>
    staysAt(stays, at).some((stay) => 'episodeId' in reference || stay.facilityId === reference.facilityId);
  return meant.findLast(isHere) ?? meant.findLast(({ admission }) => admission.at <= at) ?? meant.at(-1);
};
