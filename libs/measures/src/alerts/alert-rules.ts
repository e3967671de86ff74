import { authorizationRunningOut } from './authorizations.ts';
import { dischargedWithoutNextLevel, lostBetweenLevels } from './between-levels.ts';
import { admitted, steppedDown, steppedUp } from './moves.ts';
import { missedTwoSessions, relapseReported } from './sessions.ts';
import type { AlertRule } from './alert.ts';

/** Every rule, those first that cannot wait. */
export const alertRules: readonly AlertRule[] = [
  ...lostBetweenLevels,
  dischargedWithoutNextLevel,
  relapseReported,
  authorizationRunningOut,
  missedTwoSessions,
  steppedUp,
  admitted,
  steppedDown,
];

export const alertRuleById = (id: string): AlertRule | undefined => alertRules.find((rule) => rule.id === id);
