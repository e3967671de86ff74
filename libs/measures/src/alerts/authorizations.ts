import {
  addDays,
  coversPlace,
  inForce,
  inSixtieths,
  partOf,
  timeline,
  unitsUsed,
  type Authorization,
  type Charge,
  type Grant,
  type LocalDate,
  type Pathway,
  type Stay,
  type Timeline,
} from '@stepwell/pathway';
import { isExactToTheDay } from '../measure.ts';
import { CARE_EVENTS, after, alertUntil, responsible, type Alert, type AlertRule } from './alert.ts';

const LAST_DAYS = 3;
const LAST_PARTS = 5;
const MONTH = 30;

export const authorizationRunningOut: AlertRule = {
  id: 'authorization-running-out',
  version: 3,
  title: 'Authorization running out',
  description: `A patient is in care, and what is authorised for it has come to its last ${LAST_DAYS} days or the last fifth of its units.`,
  closes: `Another approval that goes on, the end of the stay, or ${MONTH} days after the last day paid for.`,
  events: [
    ...CARE_EVENTS,
    ...(['LeaveStarted', 'LeaveEnded', 'LeaveCancelled'] as const),
    ...(['AttendanceRecorded', 'AttendanceCorrected', 'EntryVoided'] as const),
    ...(['AuthorizationRequested', 'AuthorizationApproved', 'AuthorizationDenied'] as const),
    'AuthorizationEnded',
  ],
  alerts: (pathway) =>
    timeline(pathway).authorizations.flatMap(({ authorizationId, grants }) =>
      grants.flatMap(({ eventId }, n) => {
        const then = before(pathway, grants[n + 1]?.eventId);
        const authorization = then.authorizations.find((one) => one.authorizationId === authorizationId);
        return authorization ? alertOf(pathway, eventId, authorization, then) : [];
      }),
    ),
};

/** What was known before an approval took the place of the one before it. */
const before = (pathway: Pathway, eventId: string | undefined): Timeline => {
  if (eventId === undefined) return timeline(pathway);
  const { facts } = pathway;
  const earlier = new Set(
    facts.slice(
      0,
      facts.findIndex(({ id }) => id === eventId),
    ),
  );
  return timeline(partOf(pathway, (fact) => earlier.has(fact)));
};

const alertOf = (
  pathway: Pathway,
  eventId: string,
  authorization: Authorization,
  then: Timeline,
): Alert[] => {
  const grant = inForce(authorization);
  const approved = authorization.grants.at(-1);
  if (!grant || approved?.eventId !== eventId || !isExactToTheDay(approved.precision)) return [];
  const scarce = lastPart(grant, unitsUsed(then, grant.to));
  const nearEnd = addDays(grant.to, 1 - LAST_DAYS);
  const runsOut = scarce && scarce.day < nearEnd ? scarce.day : nearEnd;
  const opens = [grant.from, approved.day, runsOut].sort().at(-1)!;

  const known = timeline(pathway);
  const stay = stayFrom(known, grant, opens);
  if (!stay) return [];
  const opensOn = stay.begin.day > opens ? stay.begin.day : opens;
  if (opensOn > grant.to) return [];
  const alert = {
    alertId: eventId,
    opensOn,
    deadline: deadlineOf(grant, opensOn),
    ...responsible(pathway, stay, opensOn),
    payerId: grant.payerId,
    explanation: explanationOf(grant, unitsUsed(then, opensOn), opensOn),
    eventIds: [...new Set([eventId, stay.begin.eventId, ...(scarce ? [scarce.eventId] : [])])],
  };
  const death = known.episodes.find(({ discharge }) => discharge?.reason === 'death')?.discharge;
  return alertUntil(alert, [stay.end, death, ...goingOn(known, grant, eventId), after(grant.to, MONTH)]);
};

const deadlineOf = ({ nextReview, to }: Grant, opensOn: LocalDate): LocalDate =>
  nextReview !== undefined && nextReview >= opensOn && nextReview < to ? nextReview : to;

const explanationOf = (grant: Grant, charges: readonly Charge[], on: LocalDate): string => {
  const { level, to, units, unitKind, nextReview } = grant;
  const used = charges.filter(({ authorizationId }) => authorizationId === grant.authorizationId);
  const left = (inSixtieths(units) - used.reduce((sum, { sixtieths }) => sum + sixtieths, 0)) / 60;
  const review = nextReview === undefined ? '' : `, and the next review is on ${nextReview}`;
  return `${level} care is paid for up to ${to}; of ${units} ${unitKind} ${left} are left on ${on}${review}.`;
};

/** The day or session with which only the last part of the units is left. */
const lastPart = ({ authorizationId, units }: Grant, charges: readonly Charge[]): Charge | undefined => {
  const paid = inSixtieths(units);
  let left = paid;
  return charges.find((charge) => {
    if (charge.authorizationId !== authorizationId) return false;
    left -= charge.sixtieths;
    return left * LAST_PARTS <= paid;
  });
};

const stayFrom = ({ stays }: Timeline, grant: Grant, day: LocalDate): Stay | undefined =>
  stays.find(
    (stay) =>
      coversPlace(grant, stay) && isExactToTheDay(stay.begin.precision) && (!stay.end || stay.end.day > day),
  );

/** The approvals by which the same care goes on being paid for: later ones of this authorization, and longer ones. */
const goingOn = ({ authorizations }: Timeline, { authorizationId, ...grant }: Grant, eventId: string) =>
  authorizations.flatMap(({ grants, ...other }) =>
    other.authorizationId === authorizationId
      ? grants.slice(grants.findIndex((one) => one.eventId === eventId) + 1)
      : grants.filter(
          (one) => one.to > grant.to && one.from <= addDays(grant.to, 1) && coversPlace(one, grant),
        ),
  );
