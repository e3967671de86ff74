import fc from 'fast-check';
import { asFact } from '@stepwell/event-sourcing/testing';
import {
  addDays,
  pathwayFold,
  type DischargeReason,
  type LevelOfCare,
  type PathwayEvent,
  type PathwayFact,
} from '@stepwell/pathway';
import { attendance, registration, type Told } from '@stepwell/pathway/testing';

// Whole courses of care over months, as measures look for them, of which some facts are repeated, corrected, cancelled or
// entered in error. What is told is recorded in the order of its numbers, or long after it happened.

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const BEGINNING = '2026-01-05';
const noon = (day: number): string => `${addDays(BEGINNING, day)}T17:00:00.000Z`;

const episode = fc.record({
  level: oneOf<LevelOfCare>(
    'inpatient',
    'inpatient',
    'withdrawal-management',
    'residential',
    'intensive-outpatient',
    'outpatient',
  ),
  /** Days since the one before ended. */
  gap: oneOf(0, 1, 2, 3, 5, 9, 14, 15, 25, 40),
  length: oneOf(0, 2, 6, 30, 45),
  reason: oneOf<DischargeReason>('completed', 'completed', 'transferred', 'against-advice', 'death'),
  /** The level to which it steps, half-way. */
  then: oneOf<LevelOfCare | undefined>(
    undefined,
    undefined,
    'intensive-outpatient',
    'outpatient',
    'inpatient',
  ),
  diagnosis: oneOf(undefined, 'F33.2', 'F33.2', 'F10.20', 'F10.20', 'J18.9'),
  plansIop: fc.boolean(),
  isOpen: oneOf(false, false, false, true),
  /** Since its beginning, for the month after it too. */
  sessions: fc.array(fc.tuple(fc.integer({ min: 0, max: 95 }), oneOf(60, 60, 180, 0)), { maxLength: 6 }),
  used: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 3 }),
  granted: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined, freq: 2 }),
});
type Episode = typeof episode extends fc.Arbitrary<infer One> ? One : never;

const toldOf = (one: Episode, n: number, begin: number): Told[] => {
  const episodeId = `e${n}`;
  const place = { facilityId: 'north', programId: 'iop', timeZone: 'America/New_York' };
  const end = begin + one.length;
  const diagnoses = one.diagnosis ? [{ system: 'ICD-10-CM', code: one.diagnosis }] : undefined;
  const last = one.then ? `s${n}b` : `s${n}`;
  const told: (Told | undefined)[] = [
    {
      type: 'PatientAdmitted',
      data: { ...place, episodeId, stayId: `s${n}`, level: one.level, diagnoses },
      at: noon(begin),
    },
    one.then && {
      type: 'LevelOfCareTransitioned',
      data: { ...place, episodeId, fromStayId: `s${n}`, stayId: last, level: one.then },
      at: noon(begin + Math.floor(one.length / 2)),
    },
    one.isOpen
      ? undefined
      : {
          type: 'PatientDischarged',
          data: {
            ...{ episodeId, reason: one.reason },
            ...(one.plansIop && { plannedNextLevel: 'intensive-outpatient' as const }),
          },
          at: noon(end),
        },
    one.used === undefined
      ? undefined
      : {
          type: 'RelapseReported',
          data: { relapseId: `r${n}`, substances: ['alcohol'], detectedBy: 'self-report' },
          at: noon(begin + one.used),
        },
    one.granted === undefined
      ? undefined
      : {
          type: 'AuthorizationApproved',
          data: {
            ...{
              authorizationId: `a${n}`,
              payerId: 'hmo',
              facilityId: 'north',
              level: one.level,
              person: {},
            },
            ...{ unitKind: 'days', units: one.granted },
            ...{ from: addDays(BEGINNING, begin), to: addDays(BEGINNING, begin + one.granted) },
          },
          at: noon(begin),
        },
    ...one.sessions.map(([day, minutes], m): Told => ({
      type: 'AttendanceRecorded',
      data: {
        ...attendance({ ...place, sessionId: `g${n}-${m}`, attendedMinutes: minutes * 10 }),
        status: minutes === 0 ? 'no-show' : 'attended',
      },
      at: noon(begin + day),
    })),
  ];
  return told.filter((fact) => fact !== undefined);
};

const CANCELLED_BY: Partial<Record<PathwayEvent['type'], PathwayEvent['type']>> = {
  PatientAdmitted: 'AdmissionCancelled',
  LevelOfCareTransitioned: 'TransitionCancelled',
  PatientDischarged: 'DischargeCancelled',
  RelapseReported: 'RelapseReportWithdrawn',
};

/** What is said of a fact afterwards: the same again, that it never was, or how it really was. */
const SAYS = ['again', 'never-was', 'otherwise'] as const;
const afterthought = fc.record({ of: fc.nat(200), says: oneOf(...SAYS) });

const factOf = ({ type, data, at = noon(0) }: Told, id: string, recordedAt: string): PathwayFact =>
  asFact(pathwayFold, { type, data } as PathwayEvent, id, { occurredAt: at, recordedAt });

const saidAfter = (fact: PathwayFact, says: (typeof SAYS)[number], id: string): PathwayFact => {
  const { type, data, metadata } = fact;
  const times = { occurredAt: metadata.occurredAt, recordedAt: '2027-01-01T00:00:00.000Z' };
  const said = (other: PathwayEvent['type'], content: object) =>
    asFact(pathwayFold, { type: other, data: content } as PathwayEvent, id, times);
  if (says === 'again') return said(type, data);
  if (says === 'otherwise' && type === 'AttendanceRecorded')
    return said('AttendanceCorrected', { ...data, attendedMinutes: 0, status: 'no-show', voids: fact.id });
  return said(CANCELLED_BY[type] ?? 'EntryVoided', { voids: fact.id });
};

/** The facts of up to five episodes, in no order. */
export const anyCourse: fc.Arbitrary<PathwayFact[]> = fc
  .tuple(
    fc.array(episode, { minLength: 1, maxLength: 5 }),
    fc.array(afterthought, { maxLength: 2 }),
    fc.nat(3),
  )
  .chain(([episodes, afterthoughts, late]) => {
    let day = 0;
    const told = episodes.flatMap((one, n) => {
      const begin = day + one.gap;
      day = begin + one.length;
      return toldOf(one, n, begin);
    });
    const registered: Told = { type: 'PatientRegistered', data: registration, at: noon(-30) };
    const facts = [registered, ...told].map((one, n) =>
      factOf(one, `f${n}`, n % 4 < late ? '2026-12-31T00:00:00.000Z' : (one.at ?? noon(0))),
    );
    const said = afterthoughts.map(({ of, says }, n) =>
      saidAfter(facts[1 + (of % (facts.length - 1))]!, says, `x${n}`),
    );
    const all = [...facts, ...said];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
