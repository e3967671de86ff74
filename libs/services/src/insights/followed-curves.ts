import { kaplanMeier, logRank, marksTo, numberAtRisk, type Departures } from '@stepwell/measures';
import type { DeparturesByGroup } from '@stepwell/read-models';
import type { FollowedCurve, FollowedCurves } from './answers.ts';

/** The curves of those who left them, whole and by group, with the test between the groups. */
export const followedCurves = ({ overall, groups }: DeparturesByGroup, days: number): FollowedCurves => {
  const marks = marksTo(days);
  const followed = (departures: readonly Departures[]): FollowedCurve => ({
    ...kaplanMeier(departures),
    numberAtRisk: numberAtRisk(departures, marks),
  });
  return {
    overall: followed(overall),
    groups: groups.map(({ key, departures }) => ({ key, ...followed(departures) })),
    logRank: logRank(groups.map(({ departures }) => departures)) ?? null,
  };
};
