import { tedsRows, type TedsLine } from './teds-rows.ts';

const HEADER = 'patient_id,discharge_year,state,service_type_admit,service_type_discharge,discharge_reason';

const linesOf = async (text: string, chunkSize = 7): Promise<TedsLine[]> => {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, n) =>
    bytes.subarray(n * chunkSize, (n + 1) * chunkSize),
  );
  return Array.fromAsync(tedsRows(chunks));
};
const summaryOf = (lines: readonly TedsLine[]) =>
  lines.map((one) => [one.line, 'row' in one ? one.row.patient_id : one.refusal.code]);

test('values with commas, quotes and letters beyond ASCII, whatever the line ends and chunks', async () => {
  const ROW = '1,2023,37,"a, b","say ""≤30""",c';
  const text = `\ufeff${HEADER}\r\n${ROW}\r\n\r\n2,2023,37,a,b,`;
  for (const chunkSize of [1, 2, 3, 1000])
    expect(await linesOf(text, chunkSize)).toEqual([
      {
        ...{ line: 2, endsAt: Buffer.byteLength(`${HEADER}\r\n${ROW}\r\n`) },
        content: `${HEADER}\n${ROW}`,
        row: {
          ...{ patient_id: '1', discharge_year: '2023', state: '37', discharge_reason: 'c' },
          ...{ service_type_admit: 'a, b', service_type_discharge: 'say "≤30"' },
        },
      },
      expect.objectContaining({ line: 4 }),
    ]);
});

test('a broken row is told by its line, and the others go on', async () => {
  const rows = ['1,2023,37,a,b,c', '2,2023,37,"a,b,c', '3,2023', '4,2023,37,a"b,b,"c"d', '5,2023,37,a,b,c'];
  expect(summaryOf(await linesOf([HEADER, ...rows].join('\n')))).toEqual([
    [2, '1'],
    [3, 'unreadable-row'],
    [4, 'wrong-column-count'],
    [5, 'unreadable-row'],
    [6, '5'],
  ]);
});

test('another file is not read', async () =>
  expect(summaryOf(await linesOf('a,b\n1,2\n3,4'))).toEqual([[1, 'missing-columns']]));

test('nothing in an empty file', async () => expect(await linesOf('')).toEqual([]));
