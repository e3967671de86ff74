import type { FastifyRequest } from 'fastify';
import { csv, wantsCsv } from './csv.ts';

test('a table has a line of names, and quotes what would be read as something else', () =>
  expect(
    csv(
      ['a', 'b'],
      [
        ['x,y', 1],
        ['say "no"', null],
        ['two\nlines', true],
      ],
    ),
  ).toBe('a,b\r\n"x,y",1\r\n"say ""no""",\r\n"two\nlines",true\r\n'));

test.each([
  [undefined, 'text/csv', true],
  [undefined, 'text/csv; q=0.9, */*', true],
  [undefined, 'application/json, text/csv', false],
  [undefined, '*/*', false],
  [undefined, undefined, false],
  ['csv', 'application/json', true],
  ['json', 'text/csv', false],
] as const)('format %s and Accept %s: %s', (format, accept, expected) =>
  expect(wantsCsv({ headers: { accept } } as FastifyRequest, format)).toBe(expected),
);
