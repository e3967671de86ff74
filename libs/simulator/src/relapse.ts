import type { RelapseDetection } from '@stepwell/pathway';
import { momentAt, type DayNumber } from './calendar.ts';
import type { TrueStay } from './life.ts';
import type { Walk } from './walk.ts';

/** Days to the next use for a patient of frailty 1 who is not in a bed. */
const MEAN_DAYS = 130;

const DETECTED: readonly { readonly weight: number; readonly by: RelapseDetection }[] = [
  { weight: 45, by: 'self-report' },
  { weight: 30, by: 'toxicology' },
  { weight: 12, by: 'clinician' },
  { weight: 8, by: 'family' },
  { weight: 5, by: 'emergency-visit' },
];

/**
 * The relapses of a stay up to a day. The one that changes the course of treatment, if one does, is the last: its
 * consequence is told by the day on which it takes effect.
 */
export const relapsesDuring = (
  walk: Walk,
  { program }: TrueStay,
  since: DayNumber,
  until: DayNumber,
): DayNumber | undefined => {
  const { random, patient } = walk;
  if (patient.substances.length === 0) return undefined;
  let day = since;
  for (;;) {
    day += 1 + Math.floor(random.exponential(MEAN_DAYS / patient.frailty));
    const consequence = Math.max(day + random.whole(1, 5), since + 2);
    if (consequence >= until) return undefined;
    relapse(walk, program.timeZone, day);
    if (random.chance(0.38)) return consequence;
  }
};

/** Notes a relapse. The hour is seldom known, hence one in the evening. */
export const relapse = (
  { random, patient, relapses, horizon }: Walk,
  timeZone: string,
  day: DayNumber,
  by?: RelapseDetection,
): void => {
  const moment = momentAt(timeZone, day, random.whole(18 * 60, 22 * 60));
  if (moment.at >= horizon) return;
  const substances = patient.substances.length > 1 && random.chance(0.7) ? 1 : patient.substances.length;
  relapses.push({
    relapseId: random.uuid(),
    moment,
    substances: patient.substances.slice(0, substances),
    detectedBy: by ?? random.weighted(DETECTED).by,
    extent: random.weighted(EXTENTS).extent,
  });
};

const EXTENTS = [
  { weight: 55, extent: 'single-use' },
  { weight: 33, extent: 'episode' },
  { weight: 12, extent: 'sustained' },
] as const;
