import { derivedId } from '@stepwell/edges/ids';
import type { AuthorizationRequest, Grant, LevelOfCare, UnitKind } from '@stepwell/pathway';
import { DAY, HOUR, dateOf } from './calendar.ts';
import type { Life, TrueStay } from './life.ts';
import { Random } from './random.ts';

interface Terms {
  readonly unitKind: UnitKind;
  readonly units: number;
  readonly days: number;
  readonly reviewOnDay: number;
}

/** What plans grant for a first stay, and once more for one that lasts longer. Some stays use more. */
const TERMS: Readonly<Partial<Record<LevelOfCare, Terms>>> = {
  inpatient: { unitKind: 'days', units: 7, days: 14, reviewOnDay: 5 },
  'intensive-outpatient': { unitKind: 'hours', units: 72, days: 60, reviewOnDay: 30 },
};

/** What a plan answers at a moment: what it grants from then on, or a denial of what was asked. */
export interface Answer {
  readonly at: number;
  readonly grant?: Grant;
}

/** What a facility asks of a plan for a stay, and what the plan answers, in the order in which it does. */
export interface Asked {
  readonly stay: TrueStay;
  readonly request: AuthorizationRequest;
  readonly answers: readonly Answer[];
}

const DENIED_AT_FIRST = 0.1;
const DENIED_FOR_GOOD = 0.3;
const EXTENDED = 0.7;

/** A stream of chance of its own for every stay. */
const AUTHORIZING = 0x51f15e3d;

/** What becomes known by the horizon of what plans pay for: the first stay at each level that they grant care for. */
export const askedFor = (life: Life, horizon: number): Asked[] =>
  (Object.keys(TERMS) as LevelOfCare[]).flatMap((level) => {
    const stays = life.episodes.flatMap((episode) => episode.stays);
    const stay = stays.find(({ program }) => program.level === level);
    if (!stay) return [];
    const random = new Random(Number.parseInt(stay.stayId.slice(0, 8), 16), life.patient.number, AUTHORIZING);
    const grant = grantFor(life, stay, TERMS[level]!);
    const { person: _, nextReview: __, ...request } = grant;
    const answers = answersTo(stay, grant, TERMS[level]!, random);
    // An answer that would come after the horizon has not come.
    return [{ stay, request, answers: answers.filter(({ at }) => at < horizon) }];
  });

const grantFor = ({ patient }: Life, stay: TrueStay, terms: Terms): Grant => {
  const { level, facilityId } = stay.program;
  const { unitKind, units, days, reviewOnDay } = terms;
  const from = stay.begin.day;
  return {
    authorizationId: derivedId('simulated authorization', stay.stayId),
    ...{ payerId: patient.payer.id, facilityId, level, unitKind, units },
    ...{ from: dateOf(from), to: dateOf(from + days - 1), nextReview: dateOf(from + reviewOnDay) },
    person: { number: `A-${patient.recordNumber}-${level.slice(0, 2)}` },
  };
};

/** A day later a plan grants or denies; some denials are reversed on appeal. Of stays that go on it looks at the review again. */
const answersTo = (stay: TrueStay, grant: Grant, terms: Terms, random: Random): Answer[] => {
  const { begin, end } = stay;
  const isDenied = random.chance(DENIED_AT_FIRST);
  const isFinal = random.chance(DENIED_FOR_GOOD);
  const isExtended = random.chance(EXTENDED);
  const first = begin.at + 20 * HOUR;
  const denial = isDenied ? [{ at: first }] : [];
  if (isDenied && isFinal) return denial;
  const granted = [...denial, { at: first + (isDenied ? 2 * DAY : 0), grant }];
  const review = begin.at + terms.reviewOnDay * DAY;
  if (end && end.at <= review) return granted;
  const to = dateOf(begin.day + 2 * terms.days - 1);
  const { nextReview: _, ...rest } = grant;
  return [
    ...granted,
    { at: review, grant: isExtended ? { ...rest, units: 2 * terms.units, to } : undefined },
  ];
};
