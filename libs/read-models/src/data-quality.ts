import type { Pool } from 'pg';
import { findingsOf, type FindingCode, type LocalDate } from '@stepwell/pathway';
import { paged, type Page, type Paged } from './filter.ts';
import { readModel, type PatientState } from './read-model.ts';

interface FindingRow {
  readonly patient_id: string;
  readonly code: FindingCode;
  /** The event that contradicts. */
  readonly event_id: string;
  readonly found_on: LocalDate;
  readonly facility_id: string | null;
  readonly program_id: string | null;
  readonly sentence: string;
  readonly event_ids: readonly string[];
}

/** What of the patients' facts contradicts other facts. */
export const dataQuality = readModel<PatientState, FindingRow>({
  name: 'data-quality',
  category: 'pathway',
  version: 7,
  columns: {
    patient_id: 'text NOT NULL',
    code: 'text NOT NULL',
    event_id: 'text NOT NULL',
    found_on: 'date NOT NULL',
    facility_id: 'text',
    program_id: 'text',
    sentence: 'text NOT NULL',
    event_ids: 'text[] NOT NULL',
  },
  key: ['patient_id', 'code', 'event_id'],
  indexes: ['(code, facility_id, found_on)'],
  rows: ({ pathway, programs }, patientId) =>
    findingsOf(pathway, programs).map(({ code, day, facilityId, programId, sentence, eventIds }) => ({
      ...{ patient_id: patientId, code, event_id: eventIds[0]!, found_on: day },
      ...{ facility_id: facilityId ?? null, program_id: programId ?? null, sentence, event_ids: eventIds },
    })),
});

/** Which findings are asked about; what is left out is not asked about. */
export interface FindingQuery {
  readonly code?: FindingCode;
  readonly facility?: string;
  readonly program?: string;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

const CHOSEN = `($1::text IS NULL OR code = $1) AND ($2::text IS NULL OR facility_id = $2)
  AND ($3::text IS NULL OR program_id = $3) AND ($4::date IS NULL OR found_on >= $4)
  AND ($5::date IS NULL OR found_on <= $5)`;

const parametersOf = ({ code, facility, program, from, to }: FindingQuery) =>
  [code, facility, program, from, to].map((one) => one ?? null);

/** How many findings of one code a facility has, of how many patients. */
export interface FindingCount {
  readonly code: FindingCode;
  /** Null for those of no facility. */
  readonly facilityId: string | null;
  readonly findings: number;
  readonly patients: number;
}

/** The findings counted by code and facility, the most first. */
export const findingCounts = async (pool: Pool, query: FindingQuery): Promise<FindingCount[]> => {
  const { rows } = await pool.query<FindingCount>(
    `SELECT code, facility_id AS "facilityId", count(*)::int AS findings, count(DISTINCT patient_id)::int AS patients
     FROM read.data_quality WHERE ${CHOSEN}
     GROUP BY code, facility_id ORDER BY findings DESC, code, facility_id`,
    parametersOf(query),
  );
  return rows;
};

/** One finding with the patient whom it is about. */
export interface FindingCase {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly code: FindingCode;
  readonly sentence: string;
  readonly day: LocalDate;
  readonly facilityId: string | null;
  readonly programId: string | null;
  /** The one that contradicts, then what it contradicts. */
  readonly eventIds: readonly string[];
}

/** The findings behind a count, the latest first. */
export const findingCases = async (
  pool: Pool,
  query: FindingQuery,
  page: Page,
): Promise<Paged<FindingCase>> => {
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<FindingCase & { total: number; event_id: string }>(
      `SELECT chosen.*, json_build_object('family', family, 'given', given) AS name FROM (
       SELECT patient_id AS "patientId", code, sentence, found_on AS day, facility_id AS "facilityId",
              program_id AS "programId", event_ids AS "eventIds", event_id, count(*) OVER ()::int AS total
       FROM read.data_quality WHERE ${CHOSEN}
       ORDER BY found_on DESC, patient_id, code, event_id OFFSET $6 LIMIT $7) AS chosen
     LEFT JOIN read.patients ON patient_id = "patientId"
     ORDER BY day DESC, "patientId", code, event_id`,
      [...parametersOf(query), offset, limit],
    );
    return rows;
  };
  return paged(page, rowsOf, ({ total: _, event_id: __, ...one }) => one);
};
