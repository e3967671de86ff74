import fc from 'fast-check';
import { Refusal } from '@stepwell/event-sourcing';
import { given } from '@stepwell/event-sourcing/testing';
import {
  ageBandOn,
  capacityOn,
  isClosedOn,
  policyOn,
  program,
  type HoursPolicy,
  type ProgramCommand,
  type ProgramDefinition,
  type ProgramEvent,
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

describe('policies for different ages', () => {
  const adults = policy({ ageBand: { least: 18 } });
  const adolescents = policy({ id: 'asam-iop-adolescents', minHoursPerWeek: 6, ageBand: { most: 17 } });
  test.each([
    [17, 17, 6],
    [18, 18, 9],
    [17, 18, undefined],
  ])('of whoever is %i to %i years old the least hours are %s', (least, most, hours) =>
    expect(policyOn([adults, adolescents], '2026-02-01', { least, most })?.minHoursPerWeek).toBe(hours),
  );
  test('of whose age is not known none is for an age', () => {
    expect(policyOn([adults], '2026-02-01')).toBeUndefined();
    expect(policyOn([policy(), adults], '2026-02-01')).toEqual(policy());
  });
  test('one of another age takes no place', () =>
    given(program, defined, changed({ ageBand: { least: 18 } }), changed({ ageBand: { most: 17 } }))
      .when(change({ ageBand: { least: 18 } }))
      .thenNothing());
  test('one whose oldest are younger than its youngest is refused', () =>
    given(program, defined)
      .when(change({ ageBand: { least: 18, most: 17 } }))
      .thenRefused('age-band-contradicts-itself'));
});

describe('what a definition says holds until another one says otherwise', () => {
  const later = {
    type: 'ProgramDefined',
    data: { ...definition, capacity: 30, ageBand: { least: 18 } },
  } as const;
  const first = { type: 'ProgramDefined', data: { ...definition, capacity: 24 } } as const;
  // 1 March in New York, 2 March in UTC.
  const { state } = given(program, first, { ...later, at: '2026-03-02T03:00:00.000Z' });
  test.each([
    ['2020-01-01', 24, undefined],
    ['2026-02-28', 24, undefined],
    ['2026-03-01', 30, { least: 18 }],
  ])('on %s it takes %i, of the ages %j', (day, capacity, ages) => {
    expect(capacityOn(state, day)).toBe(capacity);
    expect(ageBandOn(state, day)).toEqual(ages);
  });
  test('an age band that contradicts itself is refused', () =>
    given(program)
      .when(define({ ageBand: { least: 18, most: 12 } }))
      .thenRefused('age-band-contradicts-itself'));
});

describe('the capacity', () => {
  const data = { capacity: 30, effectiveFrom: '2026-03-01' };
  const fewer = { type: 'ProgramCapacityChanged', data } as const;
  test('is changed from a day on', () => {
    given(program, defined).when({ type: 'ChangeCapacity', data }).then(fewer);
    const { state } = given(
      program,
      { type: 'ProgramDefined', data: { ...definition, capacity: 24 } },
      fewer,
    );
    expect(capacityOn(state, '2026-02-28')).toBe(24);
    expect(capacityOn(state, '2026-03-01')).toBe(30);
  });
  test('is not changed to what it is from that day on', () =>
    given(program, defined, fewer).when({ type: 'ChangeCapacity', data }).thenNothing());
  test('of an unknown program is refused', () =>
    given(program).when({ type: 'ChangeCapacity', data }).thenRefused('program-unknown'));
});

describe('closing', () => {
  const close = (closedOn: string) => ({ type: 'CloseProgram', data: { closedOn } }) as const;
  const reopen = (reopenedOn: string) => ({ type: 'ReopenProgram', data: { reopenedOn } }) as const;
  const closed = { type: 'ProgramClosed', data: { closedOn: '2026-06-01' } } as const;
  const reopened = { type: 'ProgramReopened', data: { reopenedOn: '2026-09-01' } } as const;
  test('is recorded once', () => {
    given(program, defined).when(close('2026-06-01')).then(closed);
    given(program, defined, closed).when(close('2026-06-01')).thenNothing();
  });
  test('is recorded earlier, and later after it is reopened only', () => {
    given(program, defined, closed)
      .when(close('2026-05-01'))
      .then({ type: 'ProgramClosed', data: { closedOn: '2026-05-01' } });
    given(program, defined, closed).when(close('2026-07-01')).thenRefused('program-closed');
    given(program, defined, closed, reopened)
      .when(close('2026-10-01'))
      .then({ type: 'ProgramClosed', data: { closedOn: '2026-10-01' } });
  });
  test('is taken back on its own day', () => {
    const { state } = given(program, defined, closed, { ...reopened, data: { reopenedOn: '2026-06-01' } });
    expect(isClosedOn(state, '2026-06-01')).toBe(false);
  });
  test('what is not closed is not reopened', () => {
    given(program, defined).when(reopen('2026-06-01')).thenNothing();
    given(program, defined, closed).when(reopen('2026-05-31')).thenNothing();
    given(program, defined, closed).when(reopen('2026-09-01')).then(reopened);
  });
  test.each([
    ['2026-05-31', false],
    ['2026-06-01', true],
    ['2026-08-31', true],
    ['2026-09-01', false],
  ])('on %s it is closed: %s', (day, isClosed) =>
    expect(isClosedOn(given(program, defined, closed, reopened).state, day)).toBe(isClosed),
  );
});

test('a command that was accepted changes nothing when it is sent again', () => {
  const anyPolicy = fc.record({
    minHoursPerWeek: fc.constantFrom(6, 9),
    effectiveFrom: fc.constantFrom('2026-01-01', '2026-03-01'),
  });
  const day = fc.constantFrom('2026-01-01', '2026-03-01', '2026-05-01');
  const ageBand = fc.constantFrom(undefined, { least: 18 });
  const anyCommand: fc.Arbitrary<ProgramCommand> = fc.oneof(
    fc.record({ capacity: fc.constantFrom(12, 24), ageBand }).map(define),
    fc.tuple(anyPolicy, ageBand).map(([one, ages]) => change({ ...one, ageBand: ages })),
    fc
      .record({ capacity: fc.constantFrom(12, 24), effectiveFrom: day })
      .map((data) => ({ type: 'ChangeCapacity', data }) as const),
    day.map((closedOn) => ({ type: 'CloseProgram', data: { closedOn } }) as const),
    day.map((reopenedOn) => ({ type: 'ReopenProgram', data: { reopenedOn } }) as const),
  );
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 12 }), (commands) => {
      const past: ProgramEvent[] = [];
      for (const command of [define(), ...commands]) {
        const times = { occurredAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-01T00:00:00.000Z' };
        const decided = program.decide(command, given(program, ...past).state, times);
        if (decided instanceof Refusal) continue;
        past.push(...decided);
        given(program, ...past)
          .when(command)
          .thenNothing();
      }
    }),
  );
});
