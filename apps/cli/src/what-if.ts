import { readFile } from 'node:fs/promises';
import {
  readCheckpoint,
  type Alternative,
  type Grouping,
  type MeasuredRate,
  type WhatIfResult,
} from '@stepwell/read-models';
import { readConfiguration, whatIfQuestion } from '@stepwell/services';
import { SingleBar } from 'cli-progress';
import { say, withFoundation } from './session.ts';

type Given = NonNullable<Alternative['parameters']>;
type Policy = NonNullable<Alternative['policy']>;

export interface WhatIfOptions {
  readonly set: Given;
  readonly policy?: string;
  readonly from?: string;
  readonly to?: string;
  readonly groupBy: Grouping;
  readonly days?: number;
  readonly flips: number;
}

/** `stepwell what-if MEASURE`: both rates, and who flips and why. */
export const whatIf = (
  measure: string,
  { set, policy, flips: shown, ...asked }: WhatIfOptions,
): Promise<void> => {
  if (Object.keys(set).length === 0 && !policy)
    throw new Error('Give another rule: --set NAME=VALUE, --policy FILE, or both.');
  return withFoundation(async ({ pool, whatIf: judge }) => {
    const parameters = { parameters: set, policy: policy ? await policyIn(policy) : undefined };
    const { timeZone } = readConfiguration(process.env);
    const today = Temporal.Now.plainDateISO(timeZone).toString();
    const question = whatIfQuestion({ measure, ...parameters, ...asked }, today);
    const bar = new SingleBar({
      format: 'Judging {bar} {value} patients | {events} events',
      noTTYOutput: true,
    });
    const { rows } = await pool.query<{ patients: number }>(
      'SELECT count(*)::int AS patients FROM read.recordings',
    );
    bar.start(rows[0]!.patients, 0, { events: 0 });
    const begun = Date.now();
    const result = await judge(question, {
      upTo: await readCheckpoint(pool),
      progress: ({ patients, events }) => bar.update(patients, { events }),
    }).finally(() => bar.stop());
    const seconds = (Date.now() - begun) / 1_000;
    say(`${result.patients} patients, ${result.events} events in ${seconds.toFixed(1)} s.`);
    console.log(`${question.measure.title}, ${question.period.from} to ${question.period.to}`);
    for (const line of bothRules(result)) console.log(line);
    for (const { from: was, to: is, cases } of result.flows) console.log(`${was} → ${is}: ${cases}`);
    for (const { patientId, before, after } of result.flips.slice(0, shown))
      console.log(
        `${patientId}\n  ${before?.explanation ?? 'No case.'}\n  ${after?.explanation ?? 'No case.'}`,
      );
  });
};

/** What both rules come to, whole and by group. */
const bothRules = ({ before, after, curves }: WhatIfResult): string[] => {
  const text = curves ? eventsText : rateText;
  const others = new Map(after.groups.map((group) => [group.key, group]));
  const groups = before.groups.filter(({ key }) => key !== 'all');
  return [
    `by its definition  ${text(before.overall)}`,
    `by the other rule  ${text(after.overall)}`,
    ...groups.map((group) => {
      const other = others.get(group.key);
      return `  ${group.key}  ${text(group)} → ${other ? text(other) : 'no case'}`;
    }),
  ];
};

// Not everybody is followed up to the event: the cases with it make no rate.
const eventsText = ({ numerator, denominator, excluded }: MeasuredRate): string =>
  `${numerator} of ${denominator} with the event (${excluded} excluded)`;

const rateText = ({ numerator, denominator, rate, excluded, open }: MeasuredRate): string =>
  `${numerator}/${denominator} = ${rate === null ? '–' : `${(100 * rate).toFixed(1)} %`} (${excluded} excluded, ${open} open)`;

const policyIn = async (file: string): Promise<Policy> => {
  const read = JSON.parse(await readFile(file, 'utf8')) as Policy;
  if (read.level && read.effectiveFrom && Number.isFinite(read.minHoursPerWeek)) return read;
  throw new Error(`${file} holds no hours policy: level, minHoursPerWeek and effectiveFrom are needed.`);
};

/** `windowDays=45` or `substances=alcohol,opioids`. */
export const parameter = (text: string, given: Given = {}): Given => {
  const [, name, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (!name || value === undefined) throw new Error(`Give ${text} as name=value.`);
  return {
    ...given,
    [name]: /^\d+$/.test(value) ? Number(value) : name === 'substances' ? value.split(',') : value,
  };
};
