import fc from 'fast-check';
import { rowChanges } from './projection.ts';

interface Row {
  readonly key: string;
  readonly value: number;
  readonly extra?: string | readonly string[] | null;
}
const rowKey = ({ key }: Row) => key;
const a: Row = { key: 'a', value: 1, extra: 'x' };
const b: Row = { key: 'b', value: 2 };

test.each<[string, Row[], Row[], { write: Row[]; remove: Row[] }]>([
  ['the same rows', [a, b], [b, { extra: 'x', value: 1, key: 'a' }], { write: [], remove: [] }],
  ['a new row', [a], [a, b], { write: [b], remove: [] }],
  ['a changed row', [a, b], [a, { ...b, value: 3 }], { write: [{ ...b, value: 3 }], remove: [] }],
  ['an equal list', [{ ...a, extra: ['x', 'y'] }], [{ ...a, extra: ['x', 'y'] }], { write: [], remove: [] }],
  ...([['x'], ['y', 'x'], null] as const).map(
    (extra): [string, Row[], Row[], { write: Row[]; remove: Row[] }] => [
      `${JSON.stringify(extra)} in the place of a list`,
      [{ ...a, extra: ['x', 'y'] }],
      [{ ...a, extra }],
      { write: [{ ...a, extra }], remove: [] },
    ],
  ),
  ['a row that is gone', [a, b], [b], { write: [], remove: [a] }],
  ['no rows any more', [a, b], [], { write: [], remove: [a, b] }],
  ['the first rows', [], [a, b], { write: [a, b], remove: [] }],
])('%s', (_, before, after, changes) => {
  const { write, remove } = rowChanges({ rowKey }, before, after);
  expect({ write, remove }).toEqual(changes);
});

const rows = fc.uniqueArray(
  fc.record({ key: fc.constantFrom<string>('a', 'b', 'c', 'd'), value: fc.nat(2) }),
  {
    selector: rowKey,
  },
);

test('a table that held the rows before and takes the changes holds the rows after, and no change is idle', () => {
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const { write, remove, rows: kept } = rowChanges({ rowKey }, before, after);
      expect(kept).toEqual(after);
      const table = new Map(before.map((row) => [row.key, row]));
      for (const row of remove) expect(table.delete(row.key)).toBe(true);
      for (const row of write) {
        expect(table.get(row.key)).not.toEqual(row);
        table.set(row.key, row);
      }
      expect([...table.values()].sort(byKey)).toEqual(after.toSorted(byKey));
    }),
  );
});

const byKey = (x: Row, y: Row): number => (x.key < y.key ? -1 : 1);
