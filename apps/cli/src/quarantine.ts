import { readFile } from 'node:fs/promises';
import {
  QuarantineReplay,
  Refusal,
  openQuarantine,
  quarantineActions,
  quarantineItem,
  quarantineItems,
  type Decision,
  type QuarantineAction,
  type QuarantineFilter,
  type QuarantineStatus,
} from '@stepwell/services';
import { say, withFoundation, withIntake } from './session.ts';

/** `stepwell quarantine list` */
export const listQuarantine = (
  options: QuarantineFilter & { readonly status: QuarantineStatus; readonly limit: number },
): Promise<void> =>
  withFoundation(async ({ pool }) => {
    const { items, total, byCode } = await quarantineItems(pool, { ...options, offset: 0 });
    for (const { id, receivedAt, timesSeen, messageType, messageId, code, detail } of items)
      console.log(
        [id, receivedAt, `${timesSeen}×`, messageType ?? '-', messageId ?? '-', code, detail].join('  '),
      );
    const reasons = byCode.map(({ code, count }) => `${code} ${count}`).join(', ');
    console.log(`${total} ${options.status}${reasons && `: ${reasons}`}`);
    if (items.length < total) console.log(`Shown are ${items.length}; --limit shows more.`);
  });

/** `stepwell quarantine show ID` */
export const showQuarantined = (id: string): Promise<void> =>
  withFoundation(async ({ pool }) => {
    const item = await quarantineItem(pool, id);
    if (!item) throw notThere(id);
    const { content, ...about } = item;
    for (const [name, value] of Object.entries(about)) console.log(`${name.padEnd(12)} ${value ?? '-'}`);
    for (const action of await quarantineActions(pool, id)) console.log(actionLine(action));
    console.log(`\n${content.toString().replaceAll(/\r\n?/g, '\n')}`);
  });

const actionLine = ({ at, kind, actor, note, outcome, code }: QuarantineAction): string =>
  ['done', at, kind, outcome, code, actor && `by ${actor}`, note && `“${note}”`].filter(Boolean).join('  ');

/** `stepwell quarantine replay [ID…]`: all that are open, the oldest first, when none is named. */
export const replayQuarantined = (
  ids: readonly string[],
  { actor, note, ...filter }: QuarantineFilter & Decision,
): Promise<void> =>
  withIntake(async (context, { pool }) => {
    const again = context.get(QuarantineReplay);
    const chosen = ids.length > 0 ? ids : await openQuarantine(pool, filter);
    const counts = new Map<string, number>();
    for (const [n, id] of chosen.entries()) {
      const answer = await again.replay(id, { actor, note });
      if (!answer) throw notThere(id);
      const outcome = answer instanceof Refusal ? `still refused: ${answer.code}` : answer.outcome;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      if ((n + 1) % 1_000 === 0) say(`${n + 1} of ${chosen.length} tried again`);
    }
    for (const [outcome, count] of counts) console.log(`${String(count).padStart(8)}  ${outcome}`);
    console.log(`${String(chosen.length).padStart(8)}  tried again`);
  });

/** `stepwell quarantine fix ID FILE`: tries the message again with the content of a file. */
export const fixQuarantined = (id: string, file: string, decision: Decision): Promise<void> =>
  withIntake(async (context) => {
    const content = await readFile(file);
    const answer = await context.get(QuarantineReplay).replay(id, { content, ...decision });
    if (!answer) throw notThere(id);
    if (answer instanceof Refusal) throw new Error(`${answer.code}: ${answer.detail}`);
    console.log(answer.outcome);
  });

/** `stepwell quarantine discard ID…` */
export const discardQuarantined = (ids: readonly string[], decision: Decision): Promise<void> =>
  withIntake(async (context) => {
    for (const id of ids) {
      const done = await context.get(QuarantineReplay).discard(id, decision);
      if (done === false) throw notThere(id);
      if (done instanceof Refusal) throw new Error(`${id}: ${done.detail}`);
      console.log(`${id}  discarded`);
    }
  });

const notThere = (id: string): Error => new Error(`There is no message ${id} in quarantine.`);
