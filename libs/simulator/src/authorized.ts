import { derivedId } from '@stepwell/edges/ids';
import type { Grant, LevelOfCare, UnitKind } from '@stepwell/pathway';
import { dateOf } from './calendar.ts';
import type { Life, TrueStay } from './life.ts';

interface Terms {
  readonly unitKind: UnitKind;
  readonly units: number;
  readonly days: number;
  readonly reviewOnDay: number;
}

/** What plans grant for a first stay. Some stays last longer, and some use more. */
const TERMS: Readonly<Partial<Record<LevelOfCare, Terms>>> = {
  inpatient: { unitKind: 'days', units: 7, days: 14, reviewOnDay: 5 },
  'intensive-outpatient': { unitKind: 'hours', units: 72, days: 60, reviewOnDay: 30 },
};

/** What the patient's plan grants: for the first stay at each level that it grants care for. */
export const grantsFor = ({
  patient,
  episodes,
}: Life): { readonly stay: TrueStay; readonly grant: Grant }[] =>
  (Object.keys(TERMS) as LevelOfCare[]).flatMap((level) => {
    const stay = episodes.flatMap(({ stays }) => stays).find(({ program }) => program.level === level);
    if (!stay) return [];
    const { unitKind, units, days, reviewOnDay } = TERMS[level]!;
    const from = stay.begin.day;
    const grant: Grant = {
      authorizationId: derivedId('simulated authorization', stay.stayId),
      ...{ payerId: patient.payer.id, facilityId: stay.program.facilityId, level, unitKind, units },
      ...{ from: dateOf(from), to: dateOf(from + days - 1), nextReview: dateOf(from + reviewOnDay) },
      person: { number: `A-${patient.recordNumber}-${level.slice(0, 2)}` },
    };
    return [{ stay, grant }];
  });
