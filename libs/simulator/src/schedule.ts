import type { SessionKind } from '@stepwell/pathway';
import type { ProgramId } from './network.ts';

/** A session of a program's week. */
export interface Slot {
  /** 0 for Monday to 4 for Friday. */
  readonly weekday: number;
  readonly minute: number;
  readonly minutes: number;
  readonly kind: SessionKind;
  /** Every so many weeks. */
  readonly every: number;
  /** Held once the hours policy has changed. */
  readonly afterChange?: true;
  /** For one patient alone, so not on a roster. */
  readonly alone?: true;
}

/** A week that a patient can be given: the slots in order of importance. The last is dropped for those who do well. */
export type Track = readonly Slot[];

const group = (weekday: number, minute: number, minutes: number, kind: SessionKind): Slot => ({
  weekday,
  minute,
  minutes,
  kind,
  every: 1,
});
const alone = (weekday: number, minute: number, minutes: number, kind: SessionKind, every: number): Slot => ({
  weekday,
  minute,
  minutes,
  kind,
  every,
  alone: true,
});

const DAYS = [0, 1, 2, 3, 4];
const DAILY_KINDS = ['process', 'skills', 'psychoeducation', 'process', 'support'] as const;
const at = (hour: number, minute = 0): number => hour * 60 + minute;

const hospitalDay: Track = DAYS.map((day) => group(day, at(9), 300, DAILY_KINDS[day]!));
const splitDay: Track = DAYS.flatMap((day) => [
  group(day, at(9), 180, DAILY_KINDS[day]!),
  group(day, at(13), 120, day === 3 ? 'complementary' : 'skills'),
]);

const threeGroups = (days: readonly [number, number, number], minute: number): Track => [
  group(days[0], minute, 180, 'process'),
  group(days[1], minute, 180, 'skills'),
  group(days[2], minute, 180, 'psychoeducation'),
];

const fourth = (weekday: number, minute: number): Slot => ({
  ...group(weekday, minute, 180, 'support'),
  afterChange: true,
});

const weekly: readonly Track[] = DAYS.flatMap((day) =>
  [at(9), at(11), at(14), at(16)].map((minute) => [
    alone(day, minute, 50, 'individual', 1),
    alone((day + 2) % 5, minute, 25, minute < at(12) ? 'medication-management' : 'psychiatric', 4),
  ]),
);

/** The tracks of each program, in the facility's local time. A ward keeps no record of sessions. */
export const TRACKS: Readonly<Record<ProgramId, readonly Track[]>> = {
  'mercy-inpatient': [],
  'mercy-detox': [],
  'mercy-php': [hospitalDay],
  'lakeside-residential': DAYS.map((day) => [alone(day, at(15), 50, day < 4 ? 'individual' : 'family', 1)]),
  'lakeside-php': [splitDay],
  'lakeside-iop': [threeGroups([0, 2, 4], at(9)), threeGroups([0, 1, 3], at(17, 30))],
  'harbor-iop': [
    [...threeGroups([0, 2, 4], at(9, 30)), fourth(1, at(9, 30))],
    [...threeGroups([0, 1, 3], at(18)), fourth(2, at(18))],
  ],
  'harbor-op': weekly,
  'harbor-aftercare': [
    [{ ...group(1, at(18), 60, 'peer-support'), every: 2 }],
    [{ ...group(3, at(18), 60, 'support'), every: 4 }],
  ],
};

/** How much of it is on screen. */
export const TELEHEALTH: Readonly<Partial<Record<ProgramId, number>>> = {
  'lakeside-iop': 0.1,
  'harbor-iop': 0.35,
  'harbor-op': 0.45,
  'harbor-aftercare': 0.6,
};
