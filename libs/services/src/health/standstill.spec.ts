import type { Position } from '@stepwell/event-sourcing';
import { Standstill } from './standstill.ts';

let clock = 0;
let standstill: Standstill;
beforeEach(() => (standstill = new Standstill(() => clock)));
const at = (seconds: number, head: string, projected: string): string | undefined => {
  clock = seconds * 1_000;
  return standstill.fault(head as Position, projected as Position);
};

test('read models that are up with the log, however long, stand well', () => {
  expect([at(0, '7', '7'), at(60, '7', '7')]).toEqual([undefined, undefined]);
});

test('read models that move are given time, however far behind they are', () => {
  expect([at(0, '900', '1'), at(9, '900', '1'), at(11, '900', '2'), at(20, '900', '2')]).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
});

test('read models that do not move are told of after ten seconds, until they move again', () => {
  expect(at(0, '9', '7')).toBeUndefined();
  expect(at(10, '12', '7')).toMatch(
    /^The read models have stood at position 7 for 10 s or longer.* 12: is a process/,
  );
  expect(at(11, '12', '8')).toBeUndefined();
  expect(at(12, '12', '12')).toBeUndefined();
  expect(at(40, '13', '12')).toBeUndefined();
});

test('read models beyond the end of the log are told of at once', () => {
  expect(at(0, '9', '10')).toMatch(/computed from another log/);
});
