import { useState, type ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Gives the column its sort button; nothing sorts last. */
  sortBy?: (row: Row) => string | number | null;
  numeric?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  marked?: (row: Row) => boolean;
}

interface Sorting {
  key: string;
  descending: boolean;
}

export function DataTable<Row>({ caption, columns, rows, rowKey, marked }: Props<Row>) {
  const [sorting, setSorting] = useState<Sorting>();
  const shown = sorted(rows, columns, sorting);
  return (
    // Focusable, so that a keyboard can scroll what a phone cannot show at once.
    <div className="table-scroll" role="region" aria-label={`${caption}, scrollable`} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.key} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={rowKey(row)} className={marked?.(row) ? 'marked' : undefined}>
              {columns.map((column) => (
                <td key={column.key} className={column.numeric ? 'numeric' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadingProps<Row> {
  column: Column<Row>;
  sorting: Sorting | undefined;
  onSort: (sorting: Sorting) => void;
}

function Heading<Row>({ column: { key, header, sortBy, numeric }, sorting, onSort }: HeadingProps<Row>) {
  const className = numeric ? 'numeric' : undefined;
  if (!sortBy) {
    return (
      <th scope="col" className={className}>
        {header}
      </th>
    );
  }
  const active = sorting?.key === key;
  const descending = active ? !sorting.descending : Boolean(numeric);
  const order = active ? (sorting.descending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" className={className} aria-sort={order}>
      <button type="button" className="sort" onClick={() => onSort({ key, descending })}>
        {header}
        <span aria-hidden="true">{active ? (sorting.descending ? ' ↓' : ' ↑') : ' ↕'}</span>
      </button>
    </th>
  );
}

function sorted<Row>(
  rows: readonly Row[],
  columns: Column<Row>[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const by = columns.find(({ key }) => key === sorting?.key)?.sortBy;
  if (!by || !sorting) return rows;
  const sign = sorting.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [by(a), by(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return (
      sign * (typeof left === 'number' && typeof right === 'number' ? left - right : compare(left, right))
    );
  });
}

const collator = new Intl.Collator(undefined, { numeric: true });
const compare = (a: string | number, b: string | number): number => collator.compare(String(a), String(b));
