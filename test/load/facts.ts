import type { Fact } from '@stepwell/event-sourcing';

let made = 0;

/** A fact of the size that feeds send: about 600 bytes of JSON. */
export const attendance = (): Fact => {
  const n = made++;
  const id = crypto.randomUUID();
  return {
    id,
    type: 'AttendanceRecorded',
    schemaVersion: 1,
    data: {
      stayId: crypto.randomUUID(),
      facilityId: 'north-campus',
      level: 'IOP',
      minutes: 60 + (n % 120),
      service: 'group-therapy',
      note: { by: `clinician-${n % 40}`, kind: 'attended' },
    },
    metadata: {
      occurredAt: '2026-01-01T00:00:00.000Z',
      recordedAt: '2026-01-01T00:00:01.000Z',
      source: { system: 'ehr', facility: 'north-campus', messageId: `MSG${n}` },
      actor: 'feed:north-campus',
      commandId: id,
      commandDigest: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
      correlationId: crypto.randomUUID(),
    },
  };
};

export const attendances = (count: number): Fact[] => Array.from({ length: count }, attendance);
