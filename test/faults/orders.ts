import { derivedId } from '@stepwell/edges/ids';
import { randomUUID } from 'node:crypto';
import { admission } from '../e2e/testing/admissions.ts';

/** One request of a made-up sender, which can be sent any number of times and must take effect once. */
export interface Order {
  /** By what its events are known in the log. */
  readonly key: string;
  readonly patientId?: string;
  readonly isAdmission?: true;
  readonly sessionId?: string;
  readonly minutes?: number;
  /** The events that it amounts to, all or none, with what they must say. */
  readonly events: readonly { readonly type: string; readonly says: string }[];
  /** The answer's status; throws when there is none. */
  send(base: string): Promise<Answered>;
}

export interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly acknowledged: boolean;
}

const PATIENCE_MS = 8_000;

const post = async (url: string, body: string, headers: Record<string, string>): Promise<Answered> => {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await answer.text();
  const isHl7 = answer.headers.get('content-type')?.startsWith('application/hl7-v2') ?? false;
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    text,
    acknowledged: isHl7 ? text.includes('MSA|AA|') : answer.ok,
  };
};

/** An HL7 v2 admission of a patient whom nobody knows yet. */
export const admit = (number: number): Order => ({
  key: `K${number}`,
  events: [
    { type: 'PatientRegistered', says: `Patient${number}` },
    { type: 'PatientAdmitted', says: `V${number}` },
  ],
  send: (base) => post(`${base}/v1/hl7v2`, admission(number), { 'Content-Type': 'application/hl7-v2' }),
});

const rest = (base: string, path: string, key: string, body: object): Promise<Answered> =>
  post(`${base}/v1/${path}`, JSON.stringify(body), {
    'Content-Type': 'application/json',
    'Idempotency-Key': key,
  });

/** A registration over REST: two commands, two events. */
export const register = (): Order => {
  const [patientId, key] = [randomUUID(), randomUUID()];
  return {
    key: derivedId('rest', 'patients', key),
    patientId,
    events: [
      { type: 'PatientRegistered', says: patientId },
      { type: 'CoverageStarted', says: `M-${patientId}` },
    ],
    send: (base) =>
      rest(base, 'patients', key, {
        patientId,
        identifiers: [{ system: 'faults', value: patientId }],
        name: { family: 'Fault', given: 'Test' },
        coverage: { payerId: 'plan', payerName: 'Plan', memberNumber: `M-${patientId}`, from: '2026-01-01' },
        occurredAt: '2026-01-01T12:00:00Z',
      }),
  };
};

/** An admission over REST, of a patient who is registered. */
export const begin = (patientId: string): Order => {
  const key = randomUUID();
  const path = `patients/${patientId}/admissions`;
  return {
    key: derivedId('rest', path, key),
    patientId,
    isAdmission: true,
    events: [{ type: 'PatientAdmitted', says: 'north' }],
    send: (base) =>
      rest(base, path, key, {
        facilityId: 'north',
        timeZone: 'America/New_York',
        level: 'intensive-outpatient',
        occurredAt: '2026-01-02T15:00:00Z',
      }),
  };
};

/** A session of a patient who is admitted: several of them at once meet in one stream. */
export const attend = (patientId: string, minutes: number): Order => {
  const key = randomUUID();
  const path = `patients/${patientId}/attendance`;
  return {
    key: derivedId('rest', path, key),
    patientId,
    sessionId: key,
    minutes,
    events: [{ type: 'AttendanceRecorded', says: key }],
    send: (base) =>
      rest(base, path, key, {
        sessionId: key,
        kind: 'process',
        modality: 'in-person',
        status: 'attended',
        scheduledMinutes: 180,
        attendedMinutes: minutes,
        facilityId: 'north',
        timeZone: 'America/New_York',
        occurredAt: '2026-01-05T15:00:00Z',
      }),
  };
};
