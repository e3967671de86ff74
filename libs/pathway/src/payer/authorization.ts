import { momentAt, type Moment, type Stay } from '../care/episode.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import type { LocalDate } from '../local-date.ts';
import type { AuthorizationRequest, AuthorizedCare, Grant } from './payer-event.ts';

export type AuthorizationStatus = 'requested' | 'approved' | 'denied' | 'ended';

/** One authorization as it now stands, with everything that was said of it. */
export interface Authorization extends AuthorizedCare {
  readonly status: AuthorizationStatus;
  readonly requested?: Moment & AuthorizationRequest;
  /** Every approval, the last of which is in force. */
  readonly grants: readonly (Moment & Grant)[];
  readonly denied?: Moment & { readonly reason?: string };
  readonly ended?: Moment & { readonly until: LocalDate; readonly reason?: string };
}

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
  const grants = said
    .filter(({ type }) => type === 'AuthorizationApproved')
    .map(({ data, when }) => ({ ...(data as Grant), ...when }));
  const denied = said.findLast(({ type }) => type === 'AuthorizationDenied');
  const last = said.findLast(({ type }) => type !== 'AuthorizationRequested');
  const { authorizationId, payerId, facilityId, programId, level } = (grants.at(-1) ??
    said[0]!.data) as Grant;
  return {
    ...{ authorizationId, payerId, facilityId, programId, level },
    status: last ? STATUS[last.type] : 'requested',
    requested: requested && { ...(requested.data as AuthorizationRequest), ...requested.when },
    grants,
    denied: denied && { ...denied.when, reason: (denied.data as { reason?: string }).reason },
    ended: last?.type === 'AuthorizationEnded' ? endOf(last) : undefined,
  };
};

const STATUS: Record<AuthorizationFact['type'], AuthorizationStatus> = {
  AuthorizationRequested: 'requested',
  AuthorizationApproved: 'approved',
  AuthorizationDenied: 'denied',
  AuthorizationEnded: 'ended',
};

const endOf = ({
  data,
  when,
}: Extract<AuthorizationFact, { type: 'AuthorizationEnded' }> & { when: Moment }) => ({
  ...when,
  until: data.until,
  reason: data.reason,
});

/** What an authorization pays for now: its last approval, up to the day on which it ended. */
export const inForce = ({ status, grants, ended }: Authorization): Grant | undefined => {
  const grant = grants.at(-1);
  if (!grant || (status !== 'approved' && status !== 'ended')) return undefined;
  return ended && ended.until < grant.to ? { ...grant, to: ended.until } : grant;
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
