import type { Pool } from 'pg';
import {
  identifiersOf,
  isRegistered,
  personAt,
  timeline,
  type LevelOfCare,
  type LocalDate,
} from '@stepwell/pathway';
import { lastContact } from '@stepwell/measures';
import { paged, type Page, type Paged } from './filter.ts';
import { readModel, type PatientState } from './read-model.ts';

interface PatientRow {
  readonly patient_id: string;
  readonly family: string | null;
  readonly given: string | null;
  readonly birth_date: string | null;
  readonly sex: string | null;
  /** The levels of the stays that are open. */
  readonly levels: readonly LevelOfCare[];
  readonly facility_id: string | null;
  readonly since: LocalDate | null;
  readonly last_seen: LocalDate | null;
  /** The day up to which cases are followed that go as far as the last contact. It may lie ahead. */
  readonly last_contact: LocalDate | null;
  /** What a search looks through: names and identifiers in lower case. */
  readonly search: string;
}

/** Who is known, for finding a patient and for naming one in a list. */
export const patients = readModel<PatientState, PatientRow>({
  name: 'patients',
  category: 'pathway',
  version: 4,
  columns: {
    patient_id: 'text NOT NULL',
    family: 'text',
    given: 'text',
    birth_date: 'text',
    sex: 'text',
    levels: 'text[] NOT NULL',
    facility_id: 'text',
    since: 'date',
    last_seen: 'date',
    last_contact: 'date',
    search: 'text NOT NULL',
  },
  key: ['patient_id'],
  indexes: ['(last_seen DESC, patient_id)'],
  rows: ({ pathway, programs }, patientId) => {
    if (!isRegistered(pathway)) return [];
    const { name, birthDate = null, sex = null } = personAt(pathway);
    const { family = null, given = null } = name ?? {};
    const { stays } = timeline(pathway);
    const open = stays.filter(({ end }) => !end);
    const numbers = identifiersOf(pathway).map(({ value }) => value);
    return [
      {
        patient_id: patientId,
        family,
        given,
        birth_date: birthDate,
        sex,
        levels: open.map(({ level }) => level),
        facility_id: open.at(-1)?.facilityId ?? null,
        since: open.at(-1)?.begin.day ?? null,
        last_seen: pathway.facts.at(-1)?.metadata.occurredAt.slice(0, 10) ?? null,
        last_contact: lastContact(pathway, programs) ?? null,
        search: [family, given, ...numbers].join(' ').toLowerCase(),
      },
    ];
  },
});

export interface PatientSummary {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly levels: readonly LevelOfCare[];
  readonly facilityId: string | null;
  readonly since: LocalDate | null;
  readonly lastSeen: LocalDate | null;
}

export type PatientRecord = PatientRow & { readonly total: number };

export const patientSummary = (row: PatientRecord): PatientSummary => ({
  patientId: row.patient_id,
  name: { family: row.family, given: row.given },
  birthDate: row.birth_date,
  sex: row.sex,
  levels: row.levels,
  facilityId: row.facility_id,
  since: row.since,
  lastSeen: row.last_seen,
});

/** Patients whose names and numbers hold every word of the search, those seen last first. */
export const searchPatients = async (
  pool: Pool,
  search: string,
  page: Page,
): Promise<Paged<PatientSummary>> => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<PatientRecord>(
      `SELECT *, count(*) OVER ()::int AS total FROM read.patients
     WHERE search LIKE ALL ($1::text[])
     ORDER BY last_seen DESC NULLS LAST, patient_id OFFSET $2 LIMIT $3`,
      [patterns, offset, limit],
    );
    return rows;
  };
  return paged(page, rowsOf, patientSummary);
};
