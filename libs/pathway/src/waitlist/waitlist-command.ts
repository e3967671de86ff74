import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';
import type { Waiting, WaitlistEnding } from './waitlist-event.ts';

/** Waiting for a place in a program. An admission to the program, or a death, ends it by itself. */
export type WaitlistCommand =
  | Typed<'WaitlistPatient', Waiting>
  | Typed<'OfferPlace', { readonly waitlistId: string; readonly answerBy?: LocalDate }>
  | Typed<'TakeOffWaitlist', { readonly waitlistId: string; readonly reason: WaitlistEnding }>;
