/** One round: what was done, and what was seen. Times are in milliseconds. */
export interface Round {
  readonly number: number;
  readonly kind: string;
  /** From the fault until every process was ready and had recorded something. */
  readonly recoveryMs?: number;
  /** From the end of the load until the read models had come as far as the log. */
  readonly caughtUpMs?: number;
  readonly acknowledged?: number;
  /** Events in the log of this world so far, all of them checked. */
  readonly events?: number;
  /** Rows of all read models, compared with a rebuild. */
  readonly rows?: number;
  readonly failure?: string;
}

export interface Scenario {
  readonly name: string;
  readonly seen: readonly string[];
  readonly skipped?: string;
  readonly failure?: string;
}

export interface Report {
  readonly seed: number;
  readonly began: string;
  readonly rounds: Round[];
  /** How often each status was answered; 0 is no answer. */
  readonly answers: Record<number, number>;
  /** Answers that said too little. */
  readonly unclear: string[];
  readonly scenarios: Scenario[];
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const seconds = (ms: number): string => (ms / 1_000).toFixed(1);

/** The report for people: a table of Markdown, and what went wrong. */
export const textOf = ({ seed, began, rounds, answers, unclear, scenarios }: Report): string => {
  const kinds = Map.groupBy(rounds, ({ kind }) => kind);
  const line = (name: string, some: readonly Round[]): string => {
    const times = some.flatMap(({ recoveryMs }) => (recoveryMs === undefined ? [] : [recoveryMs]));
    const acknowledged = some.reduce((sum, round) => sum + (round.acknowledged ?? 0), 0);
    const failed = some.filter(({ failure }) => failure).length;
    return `| ${name} | ${some.length} | ${failed} | ${acknowledged} | ${seconds(median(times))} | ${seconds(Math.max(0, ...times))} |`;
  };
  const table = [
    '| what was done | rounds | failed | orders acknowledged | recovery, median (s) | worst (s) |',
    '|---|--:|--:|--:|--:|--:|',
    ...[...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, some]) => line(kind, some)),
    line('**all**', rounds),
  ];
  const told = Object.entries(answers).map(
    ([status, count]) => `${status === '0' ? 'none' : status}: ${count}`,
  );
  const failures = rounds.flatMap(({ number, failure }) => (failure ? [`Round ${number}: ${failure}`] : []));
  return [
    `Seed ${seed}, ${began}`,
    '',
    ...table,
    '',
    `Answers by status: ${told.join(', ')}. Errors that said too little: ${unclear.length}.`,
    ...new Set(unclear),
    ...scenarios.flatMap(({ name, seen, skipped, failure }) => [
      '',
      `${name}: ${failure ? 'FAILED' : skipped ? `skipped, ${skipped}` : 'as promised'}`,
      ...seen.map((one) => `- ${one}`),
      ...(failure ? [failure] : []),
    ]),
    ...(failures.length > 0 ? ['', ...failures] : []),
    '',
  ].join('\n');
};
