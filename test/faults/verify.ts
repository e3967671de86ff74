import { caughtUp, equalRebuild, LogCheck } from './checks.ts';
import type { World } from './world.ts';

/**
 * Whether a world that has recovered has kept its promises: first with what is not acknowledged as it is, then after its
 * senders have sent that again. The load has stopped.
 */
export const verify = async ({ load, store, pool, keeper, guest }: World) => {
  (await LogCheck.of(store)).orders(load);
  await load.sendAgain(guest.base);
  const log = await LogCheck.of(store);
  log.orders(load);
  log.patients(load);
  const caughtUpMs = await caughtUp(keeper.base, store);
  const rows = await equalRebuild(pool, store);
  return { caughtUpMs, events: log.events, rows };
};
