import { factsOf, identifiersOf, type Pathway } from '@stepwell/pathway';
import type { TedsRow } from './teds-rows.ts';
import { TEDS_COLUMNS } from './teds-columns.ts';

/** The row of TEDS-D that a pathway was made from, with every column as it was sent; undefined where it was made from none. */
export const pathwayToTedsRow = (pathway: Pathway): TedsRow | undefined => {
  const kept = factsOf(pathway, 'PatientAdmitted', 'PatientDischarged').flatMap(({ data }) =>
    data.teds ? [data.teds] : [],
  );
  const number = identifiersOf(pathway).find(({ system }) => system.startsWith('TEDS-D '));
  if (kept.length === 0 || !number) return undefined;
  return Object.assign({ patient_id: number.value }, ...kept) as TedsRow;
};

/** The line that names the columns. */
export const TEDS_HEADER = TEDS_COLUMNS.join(',');

/** A row as a line of a file: what is not known is blank. */
export const tedsLine = (row: TedsRow): string =>
  TEDS_COLUMNS.map((column) => quoted(row[column] ?? '')).join(',');

const quoted = (value: string): string => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
