import { LEVELS_OF_CARE, compareText, type LevelOfCare, type LocalDate } from '@stepwell/pathway';
import type { FacilityId } from './network.ts';
import type {
  AttendedWeek,
  Completion,
  IndexDischarge,
  Night,
  PatientRecord,
  StepUp,
  Verdict,
} from './record.ts';

/** How many patients were at a level on one day at 23:59, at a facility or, without one, at any. */
export interface CensusCount {
  readonly day: LocalDate;
  readonly level: LevelOfCare;
  readonly facilityId?: FacilityId;
  readonly patients: number;
  /** How many of these were on leave from a stay there, be it that they were in another one. */
  readonly onLeave: number;
}

type Of<Row> = Row & { readonly patientId: string };

/** What is true of a whole network. Days and levels without patients have no count. */
export interface NetworkRecord {
  /** By day, then by level from most to least intensive. */
  readonly census: readonly CensusCount[];
  readonly censusByFacility: readonly CensusCount[];
  readonly readmissions: readonly Of<IndexDischarge>[];
  readonly stepUps: readonly Of<StepUp>[];
  readonly completions: readonly Of<Completion>[];
  readonly attendedMinutes: readonly Of<AttendedWeek>[];
  readonly verdicts: readonly Of<Verdict>[];
}

/** Puts the records of patients together. Takes them one at a time, so a network need not be held in memory. */
export const mergeRecords = (records: Iterable<PatientRecord>): NetworkRecord => {
  const census = new Map<string, Count>();
  const censusByFacility = new Map<string, Count>();
  const readmissions: Of<IndexDischarge>[] = [];
  const stepUps: Of<StepUp>[] = [];
  const completions: Of<Completion>[] = [];
  const attendedMinutes: Of<AttendedWeek>[] = [];
  const verdicts: Of<Verdict>[] = [];
  for (const record of records) {
    const { patientId } = record;
    for (const night of record.nights) count(censusByFacility, night, night.facilityId);
    for (const night of atAnyFacility(record.nights)) count(census, night);
    for (const row of record.readmissions) readmissions.push({ patientId, ...row });
    for (const row of record.stepUps) stepUps.push({ patientId, ...row });
    for (const row of record.completions) completions.push({ patientId, ...row });
    for (const row of record.attendedMinutes) attendedMinutes.push({ patientId, ...row });
    for (const row of record.verdicts) verdicts.push({ patientId, ...row });
  }
  return {
    census: sorted(census),
    censusByFacility: sorted(censusByFacility),
    ...{ readmissions, stepUps, completions, attendedMinutes, verdicts },
  };
};

type Count = { -readonly [Name in keyof CensusCount]: CensusCount[Name] };

const count = (counts: Map<string, Count>, { day, level, onLeave }: Night, facilityId?: FacilityId): void => {
  const key = `${day} ${level} ${facilityId}`;
  const known = counts.get(key) ?? { day, level, ...(facilityId && { facilityId }), patients: 0, onLeave: 0 };
  known.patients += 1;
  if (onLeave) known.onLeave += 1;
  counts.set(key, known);
};

/** A patient who is at one level at two facilities counts once there. */
const atAnyFacility = (nights: readonly Night[]): Iterable<Night> => {
  const once = new Map<string, Night>();
  for (const night of nights) {
    const key = `${night.day} ${night.level}`;
    const known = once.get(key);
    once.set(key, known ? { ...known, onLeave: known.onLeave || night.onLeave } : night);
  }
  return once.values();
};

const sorted = (counts: ReadonlyMap<string, CensusCount>): CensusCount[] =>
  [...counts.values()].sort(
    (a, b) =>
      compareText(a.day, b.day) ||
      LEVELS_OF_CARE.indexOf(a.level) - LEVELS_OF_CARE.indexOf(b.level) ||
      compareText(a.facilityId ?? '', b.facilityId ?? ''),
  );
