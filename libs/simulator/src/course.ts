import type { DischargeReason, LevelOfCare } from '@stepwell/pathway';
import type { ProgramId } from './network.ts';

/** Days from a discharge to the next admission. Below zero, the next program begins before the last one ends. */
export type Gap = readonly [least: number, most: number];

/** How a stay that runs its course comes to its end. */
export type Exit =
  | { readonly kind: 'step'; readonly weight: number; readonly to: ProgramId }
  | {
      readonly kind: 'discharge';
      readonly weight: number;
      readonly reason: DischargeReason;
      readonly to?: ProgramId;
      readonly gap?: Gap;
      /** Planned, and the patient never comes. */
      readonly lost?: boolean;
    };

const step = (weight: number, to: ProgramId): Exit => ({ kind: 'step', weight, to });
const leave = (weight: number, reason: DischargeReason): Exit => ({ kind: 'discharge', weight, reason });
const onward = (weight: number, to: ProgramId, ...gap: Gap): Exit => ({
  kind: 'discharge',
  weight,
  reason: 'completed',
  to,
  gap,
});
const handOver = (weight: number, to: ProgramId, ...gap: Gap): Exit => ({
  kind: 'discharge',
  weight,
  reason: 'transferred',
  to,
  gap,
});
const lost = (weight: number, to: ProgramId): Exit => ({
  kind: 'discharge',
  weight,
  reason: 'completed',
  to,
  lost: true,
});

/**
 * Where patients go from each program, in parts of a hundred: plausible, not measured. The reasons for leaving intensive
 * outpatient care lean on the 69 such discharges of a sample of TEDS-D 2023: 23 % completed, 32 % transferred, 26 %
 * dropped out, 13 % terminated by the facility.
 */
export const EXITS: Readonly<Record<ProgramId, readonly Exit[]>> = {
  'mercy-inpatient': [
    ...[step(11, 'mercy-php'), handOver(8, 'lakeside-residential', 0, 1), onward(7, 'lakeside-php', 1, 5)],
    ...[onward(9, 'lakeside-iop', 0, 12), onward(10, 'harbor-iop', 1, 14), onward(16, 'harbor-op', 2, 21)],
    ...[lost(7, 'harbor-iop'), lost(10, 'harbor-op'), leave(12, 'completed'), leave(8, 'against-advice')],
    ...[leave(0.7, 'incarcerated'), leave(0.4, 'death'), leave(1, 'other')],
  ],
  'mercy-detox': [
    ...[handOver(26, 'lakeside-residential', 0, 1), onward(10, 'lakeside-php', 0, 3)],
    ...[onward(16, 'lakeside-iop', 1, 9), onward(9, 'harbor-iop', 1, 10), lost(9, 'harbor-iop')],
    ...[leave(10, 'completed'), leave(18, 'against-advice'), leave(0.3, 'death'), leave(1.7, 'other')],
  ],
  'mercy-php': [
    ...[onward(24, 'lakeside-iop', 0, 6), onward(22, 'harbor-iop', 0, 6), onward(14, 'harbor-op', 2, 14)],
    ...[lost(8, 'harbor-op'), leave(12, 'completed'), leave(17, 'against-advice'), leave(3, 'other')],
  ],
  'lakeside-residential': [
    ...[step(28, 'lakeside-php'), step(20, 'lakeside-iop'), onward(12, 'harbor-iop', 1, 8)],
    ...[lost(6, 'harbor-iop'), leave(7, 'completed'), leave(20, 'against-advice')],
    ...[leave(5, 'terminated-by-facility'), leave(1, 'incarcerated'), leave(0.2, 'death')],
  ],
  'lakeside-php': [
    ...[step(56, 'lakeside-iop'), onward(10, 'harbor-iop', 0, 5), onward(6, 'harbor-op', 2, 14)],
    ...[leave(7, 'completed'), leave(18, 'against-advice'), leave(3, 'terminated-by-facility')],
  ],
  'lakeside-iop': [
    ...[onward(12, 'harbor-op', 2, 14), handOver(24, 'harbor-op', 2, 14), leave(16, 'completed')],
    ...[
      handOver(6, 'harbor-iop', -4, -2),
      lost(6, 'harbor-op'),
      leave(23, 'against-advice'),
      leave(10, 'terminated-by-facility'),
    ],
    ...[leave(1.5, 'incarcerated'), leave(0.1, 'death'), leave(1.4, 'other')],
  ],
  'harbor-iop': [
    ...[step(44, 'harbor-op'), leave(17, 'completed'), leave(25, 'against-advice')],
    ...[leave(9, 'terminated-by-facility'), leave(1.5, 'incarcerated'), leave(3.5, 'other')],
  ],
  'harbor-op': [
    ...[step(28, 'harbor-aftercare'), leave(34, 'completed'), leave(30, 'against-advice')],
    ...[leave(0.3, 'death'), leave(7.7, 'other')],
  ],
  'harbor-aftercare': [leave(60, 'completed'), leave(25, 'against-advice'), leave(15, 'other')],
};

/** Days of a stay that nothing cuts short: never fewer than `least`. */
export const LENGTHS: Readonly<Record<LevelOfCare, { shape: number; mean: number; least: number }>> = {
  inpatient: { shape: 3, mean: 8.5, least: 2 },
  'withdrawal-management': { shape: 4, mean: 5, least: 2 },
  residential: { shape: 6, mean: 31, least: 4 },
  'partial-hospitalization': { shape: 5, mean: 23, least: 5 },
  'intensive-outpatient': { shape: 5, mean: 74, least: 10 },
  outpatient: { shape: 3, mean: 120, least: 14 },
  aftercare: { shape: 2, mean: 240, least: 30 },
};

/** Leaving early is what an end other than completion means: such a stay has this share of its length. */
export const CUT_SHORT = 0.45;

/** Where newcomers begin, for those who use substances and for those who do not. */
export const ENTRIES: readonly {
  readonly weight: number;
  readonly needsUse?: true;
  readonly to: ProgramId;
}[] = [
  { weight: 40, to: 'mercy-inpatient' },
  { weight: 20, to: 'mercy-detox', needsUse: true },
  { weight: 11, to: 'lakeside-residential', needsUse: true },
  { weight: 4, to: 'mercy-php' },
  { weight: 4, to: 'lakeside-php' },
  { weight: 8, to: 'lakeside-iop' },
  { weight: 9, to: 'harbor-iop' },
  { weight: 12, to: 'harbor-op' },
];

/** The next more intensive program of the same facility. */
export const STEP_UP: Readonly<Partial<Record<ProgramId, ProgramId>>> = {
  'mercy-php': 'mercy-inpatient',
  'lakeside-iop': 'lakeside-php',
  'harbor-op': 'harbor-iop',
  'harbor-aftercare': 'harbor-op',
};
