import type { DischargeReason, LevelOfCare } from '@stepwell/pathway';
import { momentAt, type DayNumber, type Moment } from './calendar.ts';
import { CUT_SHORT, EXITS, LENGTHS, STEP_UP, type Exit, type Gap } from './course.ts';
import type { TrueStay } from './life.ts';
import { programOf, type ProgramId } from './network.ts';
import { relapse, relapsesDuring } from './relapse.ts';
import { isBed, isWard, type Walk } from './walk.ts';

/** What ends a stay, or interrupts it by a time on a ward from which the patient comes back. */
export type Turn =
  | { readonly kind: 'interruption'; readonly moment: Moment }
  | { readonly kind: 'step'; readonly moment: Moment; readonly to: ProgramId }
  | {
      readonly kind: 'discharge';
      readonly moment: Moment;
      readonly reason: DischargeReason;
      readonly planned?: LevelOfCare;
      readonly next?: { readonly to: ProgramId; readonly gap: Gap };
      readonly lost?: ProgramId;
    };

/** Which comes first: the planned end, a crisis, or a relapse that changes the course. */
export const nextTurn = (walk: Walk, stay: TrueStay, since: Moment): Turn => {
  const { programId, level } = stay.program;
  const exit = walk.random.weighted(EXITS[programId]);
  const plannedDay = since.day + lengthOf(walk, level, exit);
  const crisisDay = isWard(level) ? Infinity : Math.max(walk.crisisDay, since.day + 2);
  const relapseDay = isBed(level)
    ? undefined
    : relapsesDuring(walk, stay, since.day, Math.min(plannedDay, crisisDay));
  if (relapseDay !== undefined) return relapseTurn(walk, stay, relapseDay);
  if (crisisDay <= plannedDay) return crisisTurn(walk, stay, crisisDay);
  return plannedTurn(walk, stay, plannedDay, exit);
};

const lengthOf = ({ random }: Walk, level: LevelOfCare, exit: Exit): number => {
  const { shape, mean, least } = LENGTHS[level];
  const isCutShort = exit.kind === 'discharge' && !['completed', 'transferred'].includes(exit.reason);
  const share = isCutShort && level !== 'inpatient' ? CUT_SHORT : 1;
  return Math.max(least, Math.round(random.erlang(shape, mean) * share));
};

const MORNING = [9 * 60, 11 * 60 + 30] as const;
const OFFICE_HOURS = [9 * 60, 17 * 60] as const;

const during = (
  { random }: Walk,
  { program }: TrueStay,
  day: DayNumber,
  [least, most]: readonly [number, number],
): Moment => momentAt(program.timeZone, day, random.whole(least, most));

const plannedTurn = (walk: Walk, stay: TrueStay, day: DayNumber, exit: Exit): Turn => {
  if (exit.kind === 'step')
    return { kind: 'step', moment: during(walk, stay, day, OFFICE_HOURS), to: exit.to };
  const { reason, to, gap, lost } = exit;
  const moment = during(walk, stay, day, gap && gap[0] <= 0 ? MORNING : OFFICE_HOURS);
  return {
    kind: 'discharge',
    moment,
    reason,
    planned: to && programOf(to).level,
    next: to && gap && { to, gap },
    lost: lost ? to : undefined,
  };
};

/** How often a program keeps the place of a patient who is taken to a ward. */
const KEEPS_PLACE: Readonly<Partial<Record<LevelOfCare, number>>> = {
  'partial-hospitalization': 0.2,
  'intensive-outpatient': 0.3,
  outpatient: 0.5,
  aftercare: 0.7,
};

const crisisTurn = (walk: Walk, stay: TrueStay, day: DayNumber): Turn => {
  const { random } = walk;
  const { programId, facilityId, level, timeZone } = stay.program;
  const moment = during(walk, stay, day, [11 * 60, 13 * 60]);
  walk.crisisDay = Infinity;
  if (facilityId === 'mercy-general') {
    if (random.chance(0.5)) return { kind: 'step', moment, to: 'mercy-inpatient' };
  } else if (random.chance(KEEPS_PLACE[level] ?? 0)) return { kind: 'interruption', moment };
  const to = wardFor(walk, timeZone, day);
  const reason =
    programId === 'lakeside-residential' && to === 'mercy-detox' ? 'against-advice' : 'transferred';
  return { kind: 'discharge', moment, reason, planned: programOf(to).level, next: { to, gap: [0, 1] } };
};

const DETOX_SHARE = { mental: 0, both: 0.25, substance: 0.6 } as const;

/** Which ward a crisis leads to: those who are taken to withdrawal management have been using. */
export const wardFor = (walk: Walk, timeZone: string, day: DayNumber): ProgramId => {
  if (!walk.random.chance(DETOX_SHARE[walk.patient.illness])) return 'mercy-inpatient';
  relapse(walk, timeZone, day - walk.random.whole(1, 2), 'emergency-visit');
  return 'mercy-detox';
};

const relapseTurn = (walk: Walk, stay: TrueStay, day: DayNumber): Turn => {
  const { random } = walk;
  const stepUp =
    stay.program.level === 'partial-hospitalization' ? undefined : STEP_UP[stay.program.programId];
  const moment = during(walk, stay, day, MORNING);
  if (stepUp && random.chance(0.6)) return { kind: 'step', moment, to: stepUp };
  if (random.chance(0.45)) return { kind: 'discharge', moment, reason: 'against-advice' };
  const next = { to: 'mercy-detox', gap: [0, 2] } as const;
  return { kind: 'discharge', moment, reason: 'transferred', planned: 'withdrawal-management', next };
};
