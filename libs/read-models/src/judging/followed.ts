import { daysBetween, type LocalDate } from '@stepwell/pathway';
import type { Case, Departures, Measure } from '@stepwell/measures';
import { departuresByGroup, type DeparturesByGroup, type GroupDepartures } from '../departures.ts';
import type { Grouping } from '../groupings.ts';
import { KEY_OF } from './count.ts';

// The same as the queries of departures.ts and cases.ts make of stored cases, of cases that are nowhere stored.

/** How a time to an event is looked at: up to a day, and for no more than so many days after the index. */
export interface Following {
  readonly today: LocalDate;
  readonly days: number;
}

/** How long a case is followed, and whether its event comes within that. */
const followed = ({ indexOn, eventOn, followedUntil }: Case, { today, days }: Following) => {
  const asked = today > indexOn ? today : indexOn;
  const until = [eventOn, followedUntil].reduce<LocalDate>(
    (least, day) => (day && day < least ? day : least),
    asked,
  );
  const lasted = daysBetween(indexOn, until);
  return { days: Math.min(lasted, days), hasEvent: eventOn === until && lasted <= days };
};

/**
 * A case as it counts where somebody asks: of a time to an event, an event that comes later is none yet, and nothing waits
 * for a window. The last contact moves on with each session and makes no verdict another one.
 */
export const asCounted = ({ kind }: Measure, one: Case, following: Following): Case => {
  if (kind === 'rate' || one.outcome === 'excluded') return one;
  const { hasEvent } = followed(one, following);
  return {
    ...one,
    windowEnds: '',
    outcome: hasEvent ? 'numerator' : 'not-numerator',
    eventOn: hasEvent ? one.eventOn : undefined,
    followedUntil: one.upToLastContact ? undefined : one.followedUntil,
  };
};

/** Counts by group and day who left a curve. */
export class Leaving {
  private readonly counts = new Map<string, { key: string } & Record<keyof Departures, number>>();
  private readonly keyOf: (one: Case) => string;
  private readonly following: Following;
  constructor(groupBy: Grouping, following: Following) {
    this.keyOf = KEY_OF[groupBy];
    this.following = following;
  }

  add(one: Case): void {
    if (one.outcome === 'excluded') return;
    const { days, hasEvent } = followed(one, this.following);
    const counts = this.of(this.keyOf(one), days);
    if (hasEvent) counts.events++;
    else counts.censored++;
  }

  rows(): GroupDepartures[] {
    return [...this.counts.values()];
  }

  private of(key: string, days: number) {
    const place = `${days} ${key}`;
    let counts = this.counts.get(place);
    if (!counts) this.counts.set(place, (counts = { key, days, events: 0, censored: 0 }));
    return counts;
  }
}

/** The curves of counts that several have made, each of a part of the cases. */
export const curvesOf = (rows: readonly GroupDepartures[], groupBy: Grouping): DeparturesByGroup => {
  const sums = Map.groupBy(rows, ({ key, days }) => `${days} ${key}`).values();
  const sum = (same: readonly GroupDepartures[], which: 'events' | 'censored') =>
    same.reduce((total, one) => total + one[which], 0);
  const added = [...sums].map((same) => ({
    ...same[0]!,
    events: sum(same, 'events'),
    censored: sum(same, 'censored'),
  }));
  added.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.days - b.days));
  return departuresByGroup(added, groupBy);
};
