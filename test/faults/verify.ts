import { caughtUp, equalRebuild } from './checks.ts';
import type { World } from './world.ts';

/**
 * Whether a world that has recovered has kept its promises: first with what is not acknowledged as it is, then after its
 * senders have sent that again. The load has stopped.
 */
export const verify = async ({ load, log, store, pool, keeper, guest }: World) => {
  await log.readOn();
  log.orders(load);
  await load.sendAgain(guest.base);
  await log.readOn();
  log.orders(load);
  log.patients(load);
  const caughtUpMs = await caughtUp(keeper.base, store);
  const rows = await equalRebuild(pool, store);
  return { caughtUpMs, events: log.events, rows };
};
