import type { Typed } from '../typed.ts';
import type { Relapse } from './relapse-event.ts';

/** Use after abstinence, which may come to light long after treatment. */
export type RelapseCommand =
  | Typed<'ReportRelapse', Relapse>
  | Typed<'WithdrawRelapseReport', { readonly relapseId: string; readonly reason?: string }>;
