import fc from 'fast-check';
import { given } from '@stepwell/event-sourcing/testing';
import {
  policyOn,
  program,
  type HoursPolicy,
  type ProgramCommand,
  type ProgramDefinition,
} from './program.ts';

const definition: ProgramDefinition = {
  programId: 'iop',
  name: 'Evening IOP',
  facilityId: 'north',
  facilityName: 'North',
  level: 'intensive-outpatient',
  timeZone: 'America/New_York',
};
const policy = (over: Partial<HoursPolicy> = {}): HoursPolicy => ({
  id: 'asam-iop',
  version: 1,
  level: 'intensive-outpatient',
  minHoursPerWeek: 9,
  maxHoursPerWeek: 19,
  effectiveFrom: '2026-01-01',
  ...over,
});
const define = (over: Partial<ProgramDefinition> = {}): ProgramCommand => ({
  type: 'DefineProgram',
  data: { ...definition, ...over },
});
const change = (over: Partial<HoursPolicy> = {}): ProgramCommand => ({
  type: 'ChangeHoursPolicy',
  data: { policy: policy(over) },
});
const defined = { type: 'ProgramDefined', data: definition } as const;
const changed = (over: Partial<HoursPolicy> = {}) =>
  ({ type: 'ProgramHoursPolicyChanged', data: { policy: policy(over) } }) as const;

describe('defining a program', () => {
  test('is recorded', () => given(program).when(define()).then(defined));
  test('as it is defined changes nothing', () => given(program, defined).when(define()).thenNothing());
  test('otherwise takes the place of the definition', () =>
    given(program, defined)
      .when(define({ capacity: 24 }))
      .then({ type: 'ProgramDefined', data: { ...definition, capacity: 24 } }));
});

describe('changing the hours policy', () => {
  test('is recorded', () => given(program, defined).when(change()).then(changed()));
  test('to the one it has changes nothing', () =>
    given(program, defined, changed()).when(change()).thenNothing());
  test('for the same day again takes its place', () =>
    given(program, defined, changed())
      .when(change({ version: 2, minHoursPerWeek: 6 }))
      .then(changed({ version: 2, minHoursPerWeek: 6 })));
  test('back to what it was before is recorded', () =>
    given(program, defined, changed(), changed({ minHoursPerWeek: 6 }))
      .when(change())
      .then(changed()));
  test('of an unknown program is refused', () =>
    given(program).when(change()).thenRefused('program-unknown'));
  test('of another level is refused', () =>
    given(program, defined)
      .when(change({ level: 'outpatient' }))
      .thenRefused('policy-of-another-level'));
  test('to one with fewer hours at most than at least is refused', () =>
    given(program, defined)
      .when(change({ maxHoursPerWeek: 8 }))
      .thenRefused('policy-contradicts-itself'));
  test('without a greatest number of hours is recorded', () =>
    given(program, defined)
      .when(change({ maxHoursPerWeek: undefined }))
      .then(changed({ maxHoursPerWeek: undefined })));
});

describe('the policy in force', () => {
  const policies = [
    policy({ version: 3, effectiveFrom: '2026-03-01' }),
    policy({ version: 1 }),
    policy({ version: 2 }),
  ];
  test.each([
    ['2025-12-31', undefined],
    ['2026-01-01', 2],
    ['2026-02-28', 2],
    ['2026-03-01', 3],
  ])('on %s is version %s', (day, version) => expect(policyOn(policies, day)?.version).toBe(version));
});

test('a command that was accepted changes nothing when it is sent again', () => {
  const anyPolicy = fc.record({
    minHoursPerWeek: fc.constantFrom(6, 9),
    effectiveFrom: fc.constantFrom('2026-01-01', '2026-03-01'),
  });
  const anyCommand = fc.oneof(
    fc.record({ capacity: fc.constantFrom(12, 24) }).map(define),
    anyPolicy.map(change),
  );
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 12 }), (commands) => {
      const past: (typeof defined | ReturnType<typeof changed>)[] = [];
      for (const command of [define(), ...commands]) {
        const times = { occurredAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-01T00:00:00.000Z' };
        past.push(...(program.decide(command, given(program, ...past).state, times) as typeof past));
        given(program, ...past)
          .when(command)
          .thenNothing();
      }
    }),
  );
});
