import {
  addDays,
  coversDay,
  coversPlace,
  grantOf,
  inSixtieths,
  timeline,
  unitsUsedThen,
  type Approval,
  type Charge,
  type Grant,
  type LocalDate,
  type Pathway,
  type Stay,
  type Timeline,
} from '@stepwell/pathway';
import { isExactToTheDay } from '../measure.ts';
import {
  CARE_EVENTS,
  SESSION_EVENTS,
  after,
  alertUntil,
  responsible,
  type Alert,
  type AlertRule,
} from './alert.ts';

const LAST_DAYS = 3;
const LAST_PARTS = 5;
const MONTH = 30;

export const authorizationRunningOut: AlertRule = {
  id: 'authorization-running-out',
  version: 7,
  title: 'Authorization running out',
  description: `A patient is in care, and what is authorised for it has come to its last ${LAST_DAYS} days or the last fifth of its units.`,
  closes: `Another approval that goes on, the end of the stay, or ${MONTH} days after the last day paid for.`,
  events: [
    ...CARE_EVENTS,
    ...(['LeaveStarted', 'LeaveEnded', 'LeaveCancelled'] as const),
    ...SESSION_EVENTS,
    ...(['AuthorizationApproved', 'AuthorizationEnded', 'CoverageStarted', 'CoverageEnded'] as const),
  ],
  alerts: (pathway) => {
    const known = timeline(pathway);
    const { authorizations } = known;
    const last = authorizations
      .flatMap(({ grants }) => grants.map(({ to }) => to))
      .sort()
      .at(-1);
    if (last === undefined) return [];
    // Only what was used before another approval took the place of one can have opened its alert.
    const charges = Map.groupBy(unitsUsedThen(known, last), ({ authorizationId }) => authorizationId);
    return authorizations.flatMap(({ authorizationId, grants }) =>
      grants.flatMap((approval, n) =>
        alertOf(pathway, approval, charges.get(authorizationId) ?? [], grants[n + 1]),
      ),
    );
  },
};

const alertOf = (
  pathway: Pathway,
  approval: Approval,
  charges: readonly Charge[],
  extension: Approval | undefined,
): Alert[] => {
  if (!isExactToTheDay(approval.precision)) return [];
  const grant = grantOf(approval);
  const { eventId } = approval;
  const scarce = lastPart(grant, charges);
  const nearEnd = addDays(grant.to, 1 - LAST_DAYS);
  const runsOut = scarce && scarce.day < nearEnd ? scarce.day : nearEnd;
  const opens = [grant.from, approval.day, runsOut].sort().at(-1)!;

  const known = timeline(pathway);
  const stay = stayFrom(known, grant, opens);
  if (!stay) return [];
  const opensOn = stay.begin.day > opens ? stay.begin.day : opens;
  if (opensOn > grant.to) return [];
  const opening = scarce && scarce.day <= opensOn ? [scarce.eventId] : [];
  const alert = {
    alertId: eventId,
    opensOn,
    deadline: deadlineOf(grant, opensOn),
    ...responsible(pathway, stay, opensOn),
    payerId: grant.payerId,
    explanation: explanationOf(grant, charges, opensOn),
    eventIds: [...new Set([eventId, stay.begin.eventId, ...opening])],
  };
  const death = known.episodes.find(({ discharge }) => discharge?.reason === 'death')?.discharge;
  return alertUntil(alert, [stay.end, death, extension, ...goingOn(known, grant), after(grant.to, MONTH)]);
};

const deadlineOf = ({ nextReview, to }: Grant, opensOn: LocalDate): LocalDate =>
  nextReview !== undefined && nextReview >= opensOn && nextReview < to ? nextReview : to;

const explanationOf = (grant: Grant, charges: readonly Charge[], on: LocalDate): string => {
  const { level, to, units, unitKind, nextReview } = grant;
  const used = charges.filter((charge) => coversDay(grant, charge.day) && charge.day <= on);
  const left = (inSixtieths(units) - used.reduce((sum, { sixtieths }) => sum + sixtieths, 0)) / 60;
  const review = nextReview === undefined ? '' : `, and the next review is on ${nextReview}`;
  return `${level} care is paid for up to ${to}; of ${units} ${unitKind} ${Number(left.toFixed(1))} are left on ${on}${review}.`;
};

/** The day or session with which only the last part of the units is left. */
const lastPart = (grant: Grant, charges: readonly Charge[]): Charge | undefined => {
  const paid = inSixtieths(grant.units);
  let left = paid;
  return charges.find(({ day, sixtieths }) => {
    if (!coversDay(grant, day)) return false;
    left -= sixtieths;
    return left * LAST_PARTS <= paid;
  });
};

const stayFrom = ({ stays }: Timeline, grant: Grant, day: LocalDate): Stay | undefined =>
  stays.find(
    (stay) =>
      coversPlace(grant, stay) && isExactToTheDay(stay.begin.precision) && (!stay.end || stay.end.day > day),
  );

/** The approvals of other authorizations by which the same care goes on being paid for. */
const goingOn = ({ authorizations }: Timeline, { authorizationId, ...grant }: Grant) =>
  authorizations
    .filter((other) => other.authorizationId !== authorizationId)
    .flatMap(({ grants }) =>
      grants.filter(
        (one) => one.to > grant.to && one.from <= addDays(grant.to, 1) && coversPlace(one, grant),
      ),
    );
