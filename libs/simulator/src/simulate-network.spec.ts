import { createHash } from 'node:crypto';
import { demonstrationNetwork, simulateNetwork, type SimulatedNetwork } from './simulate-network.ts';

const options = { seed: 7, patients: 40, from: '2024-06-01', to: '2025-06-01' };

const bytes = ({ programs, patients }: SimulatedNetwork): string => JSON.stringify([programs, ...patients()]);

test('the same options give the same network, to the byte', () => {
  expect(bytes(simulateNetwork(options))).toBe(bytes(simulateNetwork(options)));
});

test('a network is the same on every machine, and changes on purpose only', () => {
  const digest = createHash('sha256')
    .update(bytes(simulateNetwork(options)))
    .digest('base64url');
  expect(digest).toMatchInlineSnapshot(`"VMvvxOpo_l_-zhqmX-Prx4OZOfrSYfjyVb2eJSUzSPk"`);
});

test('a patient does not depend on the others, nor on how many there are', () => {
  const few = simulateNetwork(options);
  const many = simulateNetwork({ ...options, patients: 10_000 });
  expect([...few.patients()][23]).toEqual(many.patient(23));
});

test('patients of two networks have nothing in common', () => {
  const ids = ({ patients }: SimulatedNetwork): string[] =>
    [...patients()].flatMap(({ patientId, requests }) => [
      patientId,
      ...new Set(requests.map(({ commandId }) => commandId)),
    ]);
  const all = [7, 8, 70].flatMap((seed) => ids(simulateNetwork({ ...options, seed })));
  expect(new Set(all).size).toBe(all.length);
});

test('two networks share their programs and policies', () => {
  const ids = (seed: number): string[] =>
    simulateNetwork({ ...options, seed }).programs.map(({ commandId }) => commandId);
  expect(ids(7)).toEqual(ids(8));
  expect(new Set(ids(7)).size).toBe(ids(7).length);
});

test('an hours policy has a second version that takes effect later', () => {
  const policies = simulateNetwork(options).programs.flatMap(({ commands }) =>
    commands.flatMap((command) => (command.type === 'ChangeHoursPolicy' ? [command.data.policy] : [])),
  );
  const changed = policies.filter(({ version }) => version === 2);
  expect(changed).toMatchObject([{ level: 'intensive-outpatient', minHoursPerWeek: 12 }]);
  expect(changed[0]!.effectiveFrom > options.from && changed[0]!.effectiveFrom < options.to).toBe(true);
});

test('the demonstration ends on the day it is given and begins two years before', () => {
  expect(demonstrationNetwork('2026-03-31')).toMatchObject({ patients: 1_500, from: '2024-03-31' });
});

test.each([-1, 0.5, 2 ** 32, NaN])('%s is no seed', (seed) => {
  expect(() => simulateNetwork({ ...options, seed })).toThrow(RangeError);
});

test('a network lasts at least a week', () => {
  expect(() => simulateNetwork({ ...options, to: '2024-06-03' })).toThrow(RangeError);
});
