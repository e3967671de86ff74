import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';
import type { AuthorizationRequest, AuthorizedCare, Grant } from './payer-event.ts';

/** What a payer is asked to pay for, and what it answers. */
export type PayerCommand =
  | Typed<'RequestAuthorization', AuthorizationRequest>
  | Typed<'ApproveAuthorization', Grant>
  | Typed<'DenyAuthorization', AuthorizedCare & { readonly reason?: string }>
  | Typed<
      'EndAuthorization',
      { readonly authorizationId: string; readonly until: LocalDate; readonly reason?: string }
    >;
