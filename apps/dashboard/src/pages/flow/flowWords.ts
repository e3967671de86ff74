import type { Direction, Flow } from '../../api/types.ts';
import { levelOf } from '../../levels/levels.ts';

/** A move by its ends: nothing said means any level, null the world outside treatment. */
export type Move = Partial<Pick<Flow, 'fromLevel' | 'toLevel'>>;

export const community = 'From the community';
export const exited = 'Out of treatment';

export const directionNames: Record<Direction, string> = {
  admission: 'Admission',
  'step-down': 'Step-down',
  lateral: 'Lateral',
  'step-up': 'Step-up',
  exit: 'Exit',
};

const arrows: Record<Direction, string> = {
  admission: '→',
  'step-down': '↘',
  lateral: '→',
  'step-up': '↗',
  exit: '→',
};

export const directions = Object.keys(directionNames) as Direction[];
export const directionMark = (direction: Direction): string =>
  `${arrows[direction]} ${directionNames[direction]}`;
export const directionColor = (direction: Direction): string => `var(--flow-${direction})`;

export const placeName = (level: string | null, outside: string): string =>
  level === null ? outside : levelOf(level).name;

export const flowName = ({ fromLevel, toLevel }: Pick<Flow, 'fromLevel' | 'toLevel'>): string =>
  `${placeName(fromLevel, community)} → ${placeName(toLevel, exited)}`;

export const flowKey = ({ fromLevel, toLevel }: Flow): string =>
  `${fromLevel ?? 'none'}>${toLevel ?? 'none'}`;

export const movesOnly = (flows: readonly Flow[]): Flow[] =>
  flows.filter(({ direction }) => direction !== 'admission' && direction !== 'exit');
