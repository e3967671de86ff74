import type { Outgoing } from '../../outgoing/outgoing.ts';
import type { Outcome } from './sender.ts';

export type Refused = Extract<Outcome, { delivered: false }>;

/**
 * Delivers a batch: what is of one patient in order, what is of different ones up to `lanes` at once. Stops after the first
 * that is refused, once those under way have ended. What was delivered is added to `delivered`, whose items are passed over.
 */
export const deliverInLanes = async (
  items: readonly Outgoing[],
  lanes: number,
  delivered: Set<string>,
  send: (item: Outgoing) => Promise<Outcome>,
): Promise<Refused | undefined> => {
  const patients = [...Map.groupBy(items, ({ partition }) => partition).values()];
  let refused: Refused | undefined;
  const lane = async (): Promise<void> => {
    for (let own = patients.shift(); own && !refused; own = patients.shift())
      for (const item of own) {
        if (refused) return;
        if (delivered.has(item.id)) continue;
        const outcome = await send(item);
        if (outcome.delivered) delivered.add(item.id);
        else refused ??= outcome;
      }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return refused;
};
