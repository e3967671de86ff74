import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { identifiersOf, personAt } from '../pathway.ts';
import { jan, newYork, pathwayOf, registered, registration } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Person } from './identity-event.ts';

const said = { ...registration, identifiers: registration.identifiers.person };
const register: PathwayCommand = { type: 'RegisterPatient', data: said };
const receive = (over: Partial<typeof said>): PathwayCommand => ({
  type: 'ReceiveDemographics',
  data: { ...said, ...over },
});
const correct = (person: Person): PathwayCommand => ({ type: 'CorrectDemographics', data: { person } });
const corrected = (at: string, person: Person) =>
  ({ type: 'DemographicsCorrected', data: { person }, at }) as const;
const number = { system: 'plan', value: 'M-7', type: 'MB' };

describe('registering a patient', () => {
  const registers = { type: 'PatientRegistered', data: registration } as const;

  test('a new patient is registered', () => given(pathway).when(register).then(registers));
  test('a registration sent twice changes nothing', () =>
    given(pathway, registered).when(register).thenNothing());
  test('a registration with other particulars is refused', () =>
    given(pathway, registered)
      .when({ type: 'RegisterPatient', data: { ...said, person: { birthDate: '1991' } } })
      .thenRefused('already-registered'));
  test('a feed that names an unknown patient registers one', () =>
    given(pathway).when(receive({})).then(registers));
  test.each<PathwayCommand>([
    correct({ sex: 'female' }),
    { type: 'LinkIdentifier', data: { identifier: number } },
    { type: 'StartCoverage', data: { coverageId: 'c1', payerId: 'hmo', from: '2026-01-01', person: {} } },
    { type: 'ReceiveReferral', data: { referralId: 'f1', facilityId: 'north' } },
    { type: 'WithdrawRelapseReport', data: { relapseId: 'r1' } },
  ])('before it there is nobody to be spoken of: $type', (command) =>
    given(pathway).when(command).thenRefused('patient-unknown'),
  );
});

describe('correcting demographics', () => {
  test('only what differs is recorded', () =>
    given(pathway, registered)
      .when(correct({ birthDate: '1990-02-28', sex: 'female' }))
      .then({ type: 'DemographicsCorrected', data: { person: { sex: 'female' } } }));
  test('what is known already changes nothing', () =>
    given(pathway, registered)
      .when(correct({ name: { family: 'Doe', given: 'Ada' } }))
      .thenNothing());
  test('what a feed leaves out stays as it was', () =>
    given(pathway, registered)
      .when(receive({ person: { phone: undefined } }))
      .thenNothing());
  test('what was said of an earlier day is compared with what was known of that day', () =>
    given(pathway, registered, corrected(jan(9), { sex: 'other' }))
      .when(correct({ sex: 'female' }), jan(5))
      .then({ type: 'DemographicsCorrected', data: { person: { sex: 'female' } } }));
  test('a feed that tells more corrects, and links every new number once', () =>
    given(pathway, registered)
      .when(receive({ person: { sex: 'female' }, identifiers: [...said.identifiers, number, number] }))
      .then(
        { type: 'DemographicsCorrected', data: { person: { sex: 'female' } } },
        { type: 'IdentifierLinked', data: { person: { identifier: number } } },
      ));
});

describe('who a patient was at an instant', () => {
  const told = pathwayOf(registered, corrected(jan(9), { sex: 'other', phone: '1' }), {
    ...corrected(jan(5), { sex: 'female' }),
    recordedAt: jan(20),
  });

  test('the last word counts, by when it was true and not by when it came', () =>
    expect(personAt(told)).toEqual({ ...registration.person, sex: 'other', phone: '1' }));
  test('what became true later is left out', () =>
    expect(personAt(told, jan(6))).toEqual({ ...registration.person, sex: 'female' }));
  test('the registration is believed of the time before it', () =>
    expect(personAt(told, newYork('2020-01-01'))).toEqual(registration.person));
  test('what was said of the time before the registration holds until then', () => {
    const late = pathwayOf(registered, corrected(newYork('2025-11-01'), { birthDate: '1991', phone: '2' }));
    expect(personAt(late, newYork('2025-11-15'))).toMatchObject({ birthDate: '1991', phone: '2' });
    expect(personAt(late)).toMatchObject({ birthDate: '1990-02-28', phone: '2' });
  });
  test('of two words about one instant the one recorded later counts', () => {
    const [a, b] = [corrected(jan(5), { phone: 'a' }), corrected(jan(5), { phone: 'b' })];
    expect(personAt(pathwayOf(registered, { ...a, recordedAt: jan(8) }, b))).toMatchObject({ phone: 'a' });
    expect(personAt(pathwayOf(registered, a, { ...b, recordedAt: jan(8) }))).toMatchObject({ phone: 'b' });
  });
  test('a correction of the very instant of the registration counts', () => {
    const atOnce = pathwayOf(registered, corrected(registered.at!, { birthDate: '1991' }));
    expect(personAt(atOnce)).toMatchObject({ birthDate: '1991' });
  });
});

test('a number is linked once', () => {
  const link: PathwayCommand = { type: 'LinkIdentifier', data: { identifier: number } };
  const linked = { type: 'IdentifierLinked', data: { person: { identifier: number } } } as const;
  given(pathway, registered).when(link).then(linked);
  given(pathway, registered, linked).when(link).thenNothing();
  expect(identifiersOf(pathwayOf(registered, linked))).toEqual([...said.identifiers, number]);
});

describe('a number that is another patient’s', () => {
  const identifier = { system: 'north', value: '800865' };
  const unlink: PathwayCommand = { type: 'UnlinkIdentifier', data: { identifier } };
  const unlinked = { type: 'IdentifierUnlinked', data: { person: { identifier } } } as const;
  test('is taken away, once', () => {
    given(pathway, registered).when(unlink, jan(5)).then(unlinked);
    given(pathway, registered, { ...unlinked, at: jan(5) })
      .when(unlink, jan(6))
      .thenNothing();
  });
  test('may be linked again', () =>
    given(pathway, registered, { ...unlinked, at: jan(5) })
      .when({ type: 'LinkIdentifier', data: { identifier } }, jan(6))
      .then({ type: 'IdentifierLinked', data: { person: { identifier } } }));
});
