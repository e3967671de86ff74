import type { Pathway } from '../../../api/types.ts';
import { stepsOf } from './steps.ts';

export const MARK_HEIGHT = 30;

export interface MarkRow {
  key: 'sessions' | 'relapses' | 'waits' | 'steps';
  name: string;
  short: string;
}

/** The rows below the lanes of the levels: those of sessions and relapses always, others where there is something in them. */
export const markRowsOf = (pathway: Pathway): MarkRow[] => [
  { key: 'sessions', name: 'Sessions', short: 'Sess.' },
  { key: 'relapses', name: 'Relapses', short: 'Rel.' },
  ...(pathway.waitlist.length > 0 ? [{ key: 'waits', name: 'Waiting', short: 'Wait' } as const] : []),
  ...(stepsOf(pathway).length > 0 ? [{ key: 'steps', name: 'Steps', short: 'Steps' } as const] : []),
];
