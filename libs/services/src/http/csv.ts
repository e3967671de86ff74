import type { FastifyReply, FastifyRequest } from 'fastify';

/** Whether a request asks for a table: by `format`, else by what it accepts. */
export const wantsCsv = (request: FastifyRequest, format: 'json' | 'csv' | undefined): boolean =>
  format === 'csv' || (format === undefined && /^\s*text\/csv\b/i.test(request.headers.accept ?? ''));

export type Cell = string | number | boolean | null;

/** A table as RFC 4180 has it: a line of names, then the rows; what is null is empty. */
export const csv = (names: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [names, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

const cellText = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Answers with a table. The form depends on a header, so whoever keeps answers must ask with it again. */
export const answerCsv = (reply: FastifyReply, text: string): string => {
  void reply.header('Content-Type', 'text/csv; charset=utf-8; header=present').header('Vary', 'Accept');
  return text;
};
