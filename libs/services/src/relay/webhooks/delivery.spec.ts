import fc from 'fast-check';
import type { Position } from '@stepwell/event-sourcing';
import { RETRYING, delayAfter } from './delivery.ts';
import { deliverInLanes } from './in-lanes.ts';

test('pauses grow from seconds to an hour, and come to a day in some thirty attempts', () => {
  const delays = Array.from({ length: 40 }, (_, attempts) => delayAfter(attempts, RETRYING, () => 0.5));
  expect(delays[0]).toBe(5_000);
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
  expect(delays.at(-1)).toBe(3_600_000);
  const attempts = delays.findIndex((_, n) => delays.slice(0, n).reduce((a, b) => a + b, 0) > 86_400_000);
  expect(attempts).toBeGreaterThan(20);
  expect(attempts).toBeLessThan(40);
});

test('pauses differ by up to a fifth', () => {
  expect(delayAfter(0, RETRYING, () => 0)).toBe(4_000);
  expect(delayAfter(0, RETRYING, () => 1)).toBeCloseTo(6_000);
});

const item = (partition: string, n: number) => ({
  id: `${partition}${n}`,
  partition,
  cursor: { position: String(n) as Position, alert: 0 },
  body: '',
});

test('whoever refuses what, each patient’s deliveries are in order and nothing is sent that was delivered', async () => {
  const items = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(items, fc.nat(40), fc.nat(40), async (partitions, refusals, lanes) => {
      const all = partitions.map((partition, n) => item(partition, n));
      const delivered = new Set<string>();
      const taken: string[] = [];
      let sent = 0;
      for (let tries = 0; delivered.size < all.length; tries++) {
        const refused = await deliverInLanes(all, (lanes % 8) + 1, delivered, async ({ id }) => {
          expect(delivered.has(id)).toBe(false);
          await Promise.resolve();
          if (sent++ < refusals) return { delivered: false, reason: 'no' };
          taken.push(id);
          return { delivered: true, status: 200 };
        });
        expect(refused === undefined).toBe(delivered.size === all.length);
        expect(tries).toBeLessThan(100);
      }
      for (const partition of ['a', 'b', 'c'])
        expect(taken.filter((id) => id.startsWith(partition))).toEqual(
          all.filter((one) => one.partition === partition).map(({ id }) => id),
        );
    }),
  );
});
