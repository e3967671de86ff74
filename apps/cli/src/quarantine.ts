import {
  QuarantineReplay,
  openQuarantine,
  quarantineItem,
  quarantineItems,
  type QuarantineStatus,
} from '@stepwell/services';
import { withFoundation, withIntake } from './session.ts';

/** `stepwell quarantine list` */
export const listQuarantine = (options: {
  status: QuarantineStatus;
  code?: string;
  limit: number;
}): Promise<void> =>
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
    if (!item) throw new Error(`There is no message ${id} in quarantine.`);
    const { content, ...about } = item;
    for (const [name, value] of Object.entries(about)) console.log(`${name.padEnd(12)} ${value ?? '-'}`);
    console.log(`\n${content.toString().replaceAll(/\r\n?/g, '\n')}`);
  });

/** `stepwell quarantine replay [ID…]`: all that are open, the oldest first, when none is named. */
export const replayQuarantined = (ids: readonly string[], { code }: { code?: string }): Promise<void> =>
  withIntake(async (context, { pool }) => {
    const again = context.get(QuarantineReplay);
    const chosen = ids.length > 0 ? ids : await openQuarantine(pool, code);
    const counts = new Map<string, number>();
    for (const id of chosen) {
      const received = await again.replay(id);
      if (!received) throw new Error(`There is no message ${id} in quarantine.`);
      const outcome =
        received.outcome === 'quarantined' ? `still refused: ${received.refusal.code}` : received.outcome;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    for (const [outcome, count] of counts) console.log(`${String(count).padStart(8)}  ${outcome}`);
    console.log(`${String(chosen.length).padStart(8)}  tried again`);
  });
