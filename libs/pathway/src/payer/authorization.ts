import { momentAt, type Moment, type Stay } from '../care/episode.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import type { LocalDate } from '../local-date.ts';
import type { AuthorizationRequest, AuthorizedCare, Grant } from './payer-event.ts';

export type AuthorizationStatus = 'requested' | 'approved' | 'denied' | 'ended';

/** One authorization as it now stands, with everything that was said of it. */
export interface Authorization extends AuthorizedCare {
  /** `denied` where nothing was ever approved: an extension that is denied takes nothing away from what was. */
  readonly status: AuthorizationStatus;
  readonly requested?: Moment & AuthorizationRequest;
  /** Every approval, the last of which is in force. */
  readonly grants: readonly Approval[];
  /** The last denial, of the request or of an extension. */
  readonly denied?: Moment & { readonly reason?: string };
  readonly ended?: Approval['ended'];
}

/** An approval, and its end where it was ended before another one took its place. */
export type Approval = Moment &
  Grant & { readonly ended?: Moment & { readonly until: LocalDate; readonly reason?: string } };

const AUTHORIZATION = [
  'AuthorizationRequested',
  'AuthorizationApproved',
  'AuthorizationDenied',
  'AuthorizationEnded',
] as const;

/** The authorizations of a pathway, in the order in which they were first heard of. */
export const authorizationsIn = (pathway: Pathway, stays: readonly Stay[]): Authorization[] => {
  const facts = factsOf(pathway, ...AUTHORIZATION);
  return [...Map.groupBy(facts, ({ data }) => data.authorizationId).values()].map((own) =>
    authorizationOf(own, stays),
  );
};

type AuthorizationFact = ReturnType<typeof factsOf<(typeof AUTHORIZATION)[number]>>[number];

const authorizationOf = (facts: readonly AuthorizationFact[], stays: readonly Stay[]): Authorization => {
  const said = facts.map((fact) => ({ ...fact, when: momentAt(fact, stays) }));
  const requested = said.find(({ type }) => type === 'AuthorizationRequested');
  const grants = approvalsIn(said);
  const denied = said.findLast(({ type }) => type === 'AuthorizationDenied');
  const { ended } = grants.at(-1) ?? {};
  const { authorizationId, payerId, facilityId, programId, level } = (grants.at(-1) ??
    said[0]!.data) as Grant;
  return {
    ...{ authorizationId, payerId, facilityId, programId, level },
    status: grants.length > 0 ? (ended ? 'ended' : 'approved') : denied ? 'denied' : 'requested',
    requested: requested && { ...(requested.data as AuthorizationRequest), ...requested.when },
    grants,
    denied: denied && { ...denied.when, reason: (denied.data as { reason?: string }).reason },
    ended,
  };
};

/** An end before the first approval ends that one: a day without an hour is taken for its midnight. */
const approvalsIn = (said: readonly (AuthorizationFact & { when: Moment })[]): Approval[] => {
  const approvals: Approval[] = [];
  let ended: Approval['ended'];
  for (const { type, data, when } of said) {
    if (type === 'AuthorizationEnded') ended = { ...when, until: data.until, reason: data.reason };
    const last = type === 'AuthorizationApproved' ? { ...data, ...when } : approvals.pop();
    if (!last) continue;
    approvals.push(ended ? { ...last, ended } : last);
    ended = undefined;
  }
  return approvals;
};

/** What an approval pays for: up to the day on which it ended. */
export const grantOf = ({ ended, ...grant }: Approval): Grant =>
  ended && ended.until < grant.to ? { ...grant, to: ended.until } : grant;

/** What an authorization pays for now: its last approval. */
export const inForce = ({ grants }: Authorization): Grant | undefined => {
  const last = grants.at(-1);
  return last && grantOf(last);
};

export const coversDay = ({ from, to }: Pick<Grant, 'from' | 'to'>, day: LocalDate): boolean =>
  from <= day && day <= to;

/** Whether what is done at a place is what was authorised. */
export const coversPlace = (
  granted: AuthorizedCare,
  { level, facilityId, programId }: Pick<Stay, 'level' | 'facilityId' | 'programId'>,
): boolean =>
  granted.level === level &&
  granted.facilityId === facilityId &&
  (granted.programId === undefined || granted.programId === programId);
