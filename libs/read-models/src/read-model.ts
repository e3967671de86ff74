import type { Projection } from '@stepwell/event-sourcing';
import type { Pathway, Program } from '@stepwell/pathway';
import type { Programs } from '@stepwell/measures';

/** A projection with the shape of its table. */
export interface ReadModel<State, Row extends object> extends Projection<State, Row> {
  /** What its rows tell of: a patient's pathway (and the programs' policies), or a program. */
  readonly category: 'pathway' | 'program';
  /** Every column with its PostgreSQL type. */
  readonly columns: { readonly [Column in keyof Row]-?: string };
  /** The primary key, which begins with the column that holds the stream's key. */
  readonly key: readonly (keyof Row & string)[];
  /** The column lists of further indexes. */
  readonly indexes: readonly string[];
}

/** What the rows of a patient are derived from: the patient's own history, and the programs' policies. */
export interface PatientState {
  readonly pathway: Pathway;
  readonly programs: Programs;
}

export type PatientReadModel<Row extends object> = ReadModel<PatientState, Row>;
export type ProgramReadModel<Row extends object> = ReadModel<Program, Row>;

/** A read model is described by its table and its rows; a row's name is its primary key. */
export const readModel = <State, Row extends object>(
  description: Omit<ReadModel<State, Row>, 'rowKey'>,
): ReadModel<State, Row> => ({
  ...description,
  rowKey: (row) => description.key.map((column) => row[column]).join('\u001f'),
});
