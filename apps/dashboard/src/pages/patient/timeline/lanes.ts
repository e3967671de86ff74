import type { Episode, Pathway, Stay } from '../../../api/types.ts';
import { timeOf } from '../../../format/dates.ts';
import { levels } from '../../../levels/levels.ts';
import type { Window } from './scale.ts';
import { stepsOf } from './steps.ts';
import { waitEnd } from './waits.ts';

const day = 86_400_000;
export const laneHeight = 34;

export interface StayBar {
  stay: Stay;
  episode: Episode;
  lane: number;
  start: number;
  end: number;
  last: boolean;
}

export interface LeaveBar {
  leaveId: string;
  eventId: string;
  lane: number;
  start: number;
  end: number;
}

export interface Lanes {
  names: { key: string; label: string; code: string }[];
  stays: StayBar[];
  leaves: LeaveBar[];
}

/** One lane for each level the patient was ever at, most intensive first. What has not ended runs to `until`. */
export function lanesOf({ episodes }: Pathway, until: number): Lanes {
  const used = levels.filter(({ id }) =>
    episodes.some(({ stays }) => stays.some(({ level }) => level === id)),
  );
  const laneOf = (level: string) => used.findIndex(({ id }) => id === level);
  const stays = episodes.flatMap((episode) =>
    episode.stays.map((stay, index) => ({
      stay,
      episode,
      lane: laneOf(stay.level),
      start: timeOf(stay.begin.at),
      end: stay.end ? timeOf(stay.end.at) : until,
      last: index === episode.stays.length - 1,
    })),
  );
  return {
    names: used.map(({ id, name, code }) => ({ key: id, label: name, code })),
    stays,
    leaves: episodes.flatMap((episode) => leavesOf(episode, stays, until)),
  };
}

/** A leave lies on the stay it interrupts. */
function leavesOf(episode: Episode, stays: StayBar[], until: number): LeaveBar[] {
  return episode.leaves.flatMap(({ leaveId, begin, end }) => {
    const start = timeOf(begin.at);
    const under = stays.find((bar) => bar.episode === episode && bar.start <= start && start <= bar.end);
    return under
      ? [{ leaveId, eventId: begin.eventId, lane: under.lane, start, end: end ? timeOf(end.at) : until }]
      : [];
  });
}

/** Everything there is, with a little air on both sides. */
export function wholeOf(pathway: Pathway, until: number): Window {
  const times = [
    ...pathway.episodes.map(({ admission }) => timeOf(admission.at)),
    ...pathway.relapses.map(({ at }) => timeOf(at)),
    ...pathway.waitlist.map(({ at }) => timeOf(at)),
    ...stepsOf(pathway).map(({ at }) => timeOf(at)),
  ];
  const start = times.length > 0 ? Math.min(...times) : until - 30 * day;
  const lasts = [
    ...pathway.episodes.flatMap(({ stays }) => stays.map(({ end }) => (end ? timeOf(end.at) : until))),
    ...pathway.relapses.map(({ at }) => timeOf(at)),
    ...pathway.waitlist.map((wait) => waitEnd(wait, until)),
    ...stepsOf(pathway).map(({ at }) => timeOf(at)),
  ];
  const end = lasts.length > 0 ? Math.max(...lasts) : until;
  const air = Math.max(3 * day, (end - start) * 0.03);
  // The reason of a last discharge stands to the right of its stay.
  return { start: start - air, end: end < until ? end + air * 3 : end + air };
}
