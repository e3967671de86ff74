import type { RecordedEvent } from '../../api/types.ts';

export const kinds = ['all', 'care', 'attendance', 'payer', 'identity', 'corrections'] as const;
export type Kind = (typeof kinds)[number];

export const kindNames: Record<Kind, string> = {
  all: 'All',
  care: 'Care',
  attendance: 'Attendance',
  payer: 'Payer',
  identity: 'Identity & consent',
  corrections: 'Corrections',
};

const patterns: Record<Exclude<Kind, 'all' | 'corrections'>, RegExp> = {
  care: /Admi|Transition|Location|Leave|Discharg|Referral|Waitlist|PlaceOffered|Eligib|Outcome|Relapse|Treatment|Aftercare/,
  attendance: /^Attendance/,
  payer: /^(Authorization|Coverage)/,
  identity: /^(PatientRegistered|Demographics|Identifier|Patients|Consent)/,
};

const correcting = /Cancelled|Corrected|Withdrawn|Unlinked|Unmerged|Revoked/;

export function ofKind(event: RecordedEvent, kind: Kind): boolean {
  if (kind === 'all') return true;
  if (kind === 'corrections') return event.voidedBy !== null || correcting.test(event.type);
  return patterns[kind].test(event.type);
}

/** Whether an event is one of those that an address lists, and where it names a status, an attendance of that status. */
export function isBehind(listed: string, status: string | null): (event: RecordedEvent) => boolean {
  const ids = new Set(listed.split(','));
  return ({ id, data }) => ids.has(id) && (status === null || data.status === status);
}

export const orders = ['occurred', 'recorded'] as const;
export type Order = (typeof orders)[number];

/** Newest first; in one order by what happened, in the other by what was written. */
export function ordered<Event extends RecordedEvent>(events: readonly Event[], order: Order): Event[] {
  const key = order === 'occurred' ? 'occurredAt' : 'recordedAt';
  return events.toSorted((a, b) => b[key].localeCompare(a[key]) || Number(b.revision) - Number(a.revision));
}

const day = 86_400_000;

/** How many whole days a fact was late, when that is a day or more. */
export function daysLate({ occurredAt, recordedAt }: RecordedEvent): number {
  return Math.max(0, Math.floor((Date.parse(recordedAt) - Date.parse(occurredAt)) / day));
}
