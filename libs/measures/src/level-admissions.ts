import { timeline, type Pathway, type Stay } from '@stepwell/pathway';
import type { Index } from './define.ts';

/**
 * Admissions at a level: the beginnings of stays at it, by admission or by transition from another level. A change of
 * program or facility within an episode and level begins no new one.
 */
export const levelAdmissions = (pathway: Pathway, counts: (stay: Stay) => boolean = () => true): Index[] =>
  timeline(pathway)
    .episodes.flatMap(({ stays }) =>
      stays.filter((stay, n) => counts(stay) && stays[n - 1]?.level !== stay.level),
    )
    .map((stay) => ({
      stay,
      moment: stay.begin,
      says: `Admitted to ${stay.level} on ${stay.begin.day}`,
    }));

export const isIntensiveOutpatient = ({ level }: Pick<Stay, 'level'>): boolean =>
  level === 'intensive-outpatient';
