import type { Typed } from '../typed.ts';

/** What was entered in error, by its event. */
export type CorrectionCommand = Typed<'VoidEntry', { readonly eventId: string; readonly reason?: string }>;
