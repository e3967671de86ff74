import { admitted, attended, discharged, jan, pathwayOf, registered, type Told } from '../testing/index.ts';
import { identifiersOf, personAt, type Pathway } from '../pathway.ts';
import { timeline } from '../timeline.ts';
import type { Merger } from './identity-event.ts';
import { survivorOf, wholePerson } from './whole-person.ts';

const merger = (absorbedId: string, survivorId: string, role: Merger['role']): Told => ({
  type: 'PatientsMerged',
  data: { absorbedId, survivorId, role },
  at: jan(10),
});
const goes = (id: string, into: string): Told => merger(id, into, 'absorbed');
const goesOn = (id: string, absorbed: string): Told => merger(absorbed, id, 'survivor');
const named = (family: string, value: string): Told => ({
  type: 'PatientRegistered',
  data: {
    patientId: 'p',
    person: { name: { family } },
    identifiers: { person: [{ system: 'north', value }] },
  },
  at: jan(1),
});
const among = (told: Record<string, Told[]>): Map<string, Pathway> =>
  new Map(Object.entries(told).map(([id, facts]) => [id, pathwayOf(...facts)]));

test('of the record that goes on is what both hold, but for who the person is', () => {
  const records = among({
    old: [
      named('Maiden', '1'),
      admitted(jan(2), 'inpatient'),
      { type: 'DemographicsCorrected', data: { person: { name: { family: 'Typo' } } }, at: jan(20) },
      goes('old', 'new'),
      discharged(jan(5)),
    ],
    new: [named('Married', '2'), goesOn('new', 'old')],
  });
  const { pathway, ...rest } = wholePerson('new', records);
  expect(rest).toEqual({ mergedInto: undefined, absorbed: ['old'] });
  expect(timeline(pathway).episodes).toMatchObject([{ discharge: { reason: 'completed' } }]);
  expect(personAt(pathway)).toEqual({ name: { family: 'Married' } });
  expect(identifiersOf(pathway).map(({ value }) => value)).toEqual(['2', '1']);
  expect(wholePerson('old', records)).toEqual({
    mergedInto: 'new',
    absorbed: [],
    pathway: records.get('old'),
  });
});

test('mergers reach through several records', () => {
  const records = among({
    a: [registered, goes('a', 'b')],
    b: [registered, goesOn('b', 'a'), goes('b', 'c')],
    c: [registered, goesOn('c', 'b'), goesOn('c', 'd')],
    d: [goes('d', 'c')],
  });
  expect(wholePerson('c', records).absorbed).toEqual(['b', 'd', 'a']);
  expect(wholePerson('b', records)).toMatchObject({ mergedInto: 'c', absorbed: ['a'] });
  expect(['a', 'b', 'c', 'd'].map((id) => survivorOf(id, records))).toEqual(['c', 'c', 'c', 'c']);
});

test.each([
  ['the one that goes', { a: [registered, goes('a', 'b')], b: [registered] }],
  ['the one that goes on', { a: [registered], b: [registered, goesOn('b', 'a')] }],
  ['one whose other is not known', { a: [registered, goes('a', 'x')], b: [registered, goesOn('b', 'y')] }],
])('a merger on one stream only is none: %s', (_, told) => {
  const records = among(told);
  for (const id of ['a', 'b'])
    expect(wholePerson(id, records)).toEqual({
      mergedInto: undefined,
      absorbed: [],
      pathway: records.get(id),
    });
  expect(survivorOf('a', records)).toBe('a');
});

test('what both tell under one name is told once', () => {
  const session = attended(jan(4), { sessionId: 'g1' });
  const records = among({
    a: [registered, admitted(jan(2), 'inpatient'), session, goes('a', 'b')],
    b: [registered, admitted(jan(2), 'inpatient'), session, goesOn('b', 'a')],
  });
  const { episodes, sessions } = timeline(wholePerson('b', records).pathway);
  expect([episodes.length, sessions.length]).toEqual([1, 1]);
});

test('records that say they went into each other have an end', () => {
  const records = among({
    a: [registered, goes('a', 'b'), goesOn('a', 'b')],
    b: [registered, goes('b', 'a'), goesOn('b', 'a')],
  });
  expect(wholePerson('a', records)).toMatchObject({ mergedInto: 'b', absorbed: ['b'] });
  expect(survivorOf('a', records)).toBe('b');
});
