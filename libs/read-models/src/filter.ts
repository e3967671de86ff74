import type { LevelOfCare } from '@stepwell/pathway';

/** What a query can be narrowed to. */
export interface Filter {
  readonly facility?: string;
  readonly program?: string;
  readonly payer?: string;
  readonly level?: LevelOfCare;
}

/**
 * The condition of a filter on a table with the columns `facility_id`, `program_id`, `payer_id` and `level`, and its
 * four parameters, which are numbered from `first`.
 */
export const filtered = (
  { facility, program, payer, level }: Filter,
  first: number,
): { readonly condition: string; readonly parameters: readonly (string | null)[] } => ({
  condition: ['facility_id', 'program_id', 'payer_id', 'level']
    .map((column, n) => `($${first + n}::text IS NULL OR ${column} = $${first + n})`)
    .join(' AND '),
  parameters: [facility ?? null, program ?? null, payer ?? null, level ?? null],
});

/** A part of a long answer: how many to leave out, how many to give. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** A page of a list with the list's length and where the next page begins. */
export interface Paged<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next: number | null;
}

/** A page of a list; `rowsOf` gives rows with the list's length in a column `total`. Past the end there are none to tell it. */
export const paged = async <Row extends { total: number }, Item>(
  page: Page,
  rowsOf: (page: Page) => Promise<readonly Row[]>,
  item: (row: Row) => Item,
): Promise<Paged<Item>> => {
  const { offset, limit } = page;
  const rows = await rowsOf(page);
  const isPastEnd = rows.length === 0 && offset > 0;
  const [first] = isPastEnd ? await rowsOf({ offset: 0, limit: 1 }) : rows;
  const total = first?.total ?? 0;
  return { items: rows.map(item), total, next: offset + limit < total ? offset + limit : null };
};
