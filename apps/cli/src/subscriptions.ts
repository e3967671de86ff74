import { changeSubscription, subscriptions } from '@stepwell/services';
import { withFoundation } from './session.ts';

/** `stepwell subscriptions` */
export const listSubscriptions = (): Promise<void> =>
  withFoundation(async ({ pool, store }) => {
    const all = await subscriptions(pool);
    for (const { id, status, url, position, delivered, attempts, nextAttemptAt, lastFailure } of all) {
      console.log([id, status, url, `at position ${position}`, `${delivered} delivered`].join('  '));
      if (attempts > 0)
        console.log(
          `    ${attempts} attempts in vain, the next ${nextAttemptAt ?? 'when resumed'}: ${lastFailure}`,
        );
    }
    console.log(`${all.length} subscribers; the log ends at position ${await store.head()}`);
  });

/** `stepwell subscriptions resume ID` */
export const resumeSubscription = (id: string): Promise<void> =>
  withFoundation(async ({ pool }) => {
    const resumed = await changeSubscription(pool, id, { status: 'active' });
    if (!resumed) throw new Error(`There is no subscription ${id}.`);
    console.log(`${resumed.url} goes on at position ${resumed.position}.`);
  });
