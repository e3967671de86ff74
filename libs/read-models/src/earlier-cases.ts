import type { MeasureCaseRow } from './measure-cases.ts';
import { jsonText } from './table.ts';

/** What was known earlier of some patients, in the place of the cases that are stored of them. */
export interface EarlierCases {
  readonly patients: readonly string[];
  readonly rows: readonly MeasureCaseRow[];
}

/** Where to read cases from, with its parameters, which are numbered from `first`: as they are stored, or as they were known. */
export const casesAmong = (
  earlier: EarlierCases | undefined,
  first: number,
): { readonly table: string; readonly parameters: readonly unknown[] } =>
  earlier
    ? {
        table: `(SELECT * FROM read.measure_cases WHERE patient_id <> ALL ($${first})
          UNION ALL SELECT * FROM json_populate_recordset(NULL::read.measure_cases, $${first + 1})) AS known`,
        parameters: [earlier.patients, jsonText(earlier.rows)],
      }
    : { table: 'read.measure_cases', parameters: [] };
