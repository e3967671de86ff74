import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { addDays, isDay, today } from '../format/dates.ts';

// What a view shows is held in its address, so that it can be shared, bookmarked and gone back to.

type Patch = Record<string, string | undefined>;

export function withParams(params: URLSearchParams, patch: Patch): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(patch)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}

export function useAddress() {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (patch: Patch, options: { replace?: boolean } = {}) =>
      setParams((current) => withParams(current, patch), { preventScrollReset: true, ...options }),
    [setParams],
  );
  return { params, change };
}

export interface Scope {
  facility?: string;
  program?: string;
  payer?: string;
}

export const scopeKeys = ['facility', 'program', 'payer'] as const;

export function scopeOf(params: URLSearchParams): Scope {
  const scope: Scope = {};
  for (const key of scopeKeys) {
    const value = params.get(key);
    if (value) scope[key] = value;
  }
  return scope;
}

export interface Period {
  from: string;
  to: string;
}

/** The period of the address, or the days up to today. */
export function periodOf(params: URLSearchParams, days: number, endsOn = today()): Period {
  const to = params.get('to');
  const end = isDay(to) ? to : endsOn;
  const from = params.get('from');
  return { from: isDay(from) ? from : addDays(end, -days), to: end };
}

/** The day on which a period is looked at: its last, or today where that is still to come. */
export const lastDayOf = ({ to }: Period): string => (to < today() ? to : today());

/** One of the known words, or the first of them. */
export function oneOf<const T extends string>(value: string | null, words: readonly [T, ...T[]]): T {
  return words.find((word) => word === value) ?? words[0];
}

/** The day in the address as of which a report is asked for; none: now. */
export function knownOnIn(params: URLSearchParams): string | undefined {
  const day = params.get('knownAt');
  return isDay(day) ? day : undefined;
}

/** A link to another view that keeps the filters of this one. */
export function linkTo(
  path: string,
  params: URLSearchParams,
  patch: Patch = {},
  keep: readonly string[] = scopeKeys,
) {
  const kept = new URLSearchParams();
  for (const key of keep) {
    const value = params.get(key);
    if (value) kept.set(key, value);
  }
  const search = withParams(kept, patch).toString();
  return search ? `${path}?${search}` : path;
}

export const patientLink = (patientId: string, eventId?: string): string =>
  `/patients/${encodeURIComponent(patientId)}${eventId ? `#event-${eventId}` : ''}`;

/** The events behind a number, and of these, where asked for, the attendances of one status. */
export function eventsLink(patientId: string, eventIds: readonly string[], status?: string): string {
  const search = new URLSearchParams({ events: eventIds.join(','), ...(status ? { status } : {}) });
  return `/patients/${encodeURIComponent(patientId)}?${search}#history`;
}
