import {
  admitted,
  attended,
  discharged,
  jan,
  left,
  pathwayOf,
  registered,
  type Told,
} from '../testing/index.ts';
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

describe('one visit that both tell', () => {
  const [inA, inB] = [
    { episodeId: 'ea', stayId: 'sa', visitNumber: 'V1' },
    { episodeId: 'eb', stayId: 'sb', visitNumber: 'V1' },
  ];
  const at = (told: Told, recordedAt: string): Told => ({ ...told, recordedAt });
  // No event of the one has the id of one of the other.
  const both = (ofA: Told[], ofB: Told[]) =>
    among({
      a: [registered, goesOn('a', 'b'), ...ofA],
      b: [registered, goes('b', 'a'), ...ofA.map((_, n) => named('Pad', String(n))), ...ofB],
    });
  const stays = (ofA: Told[], ofB: Told[]) =>
    timeline(wholePerson('a', both(ofA, ofB)).pathway).episodes.map(
      ({ admission, stays, leaves, discharge }) =>
        [admission.day, stays.length, leaves.length, discharge?.day].join(' '),
    );
  const [inpatientA, inpatientB] = [admitted(jan(2), 'inpatient', inA), admitted(jan(2), 'inpatient', inB)];
  const cancelled = (day: string, voids: string): Told => ({
    type: 'AdmissionCancelled',
    data: { voids },
    at: day,
  });

  test.each<[string, Told[], Told[], string[]]>([
    ['under both numbers', [inpatientA], [inpatientB], ['2026-01-02 1 0 ']],
    [
      'and one ends',
      [inpatientA],
      [inpatientB, discharged(jan(5), 'completed', 'eb')],
      ['2026-01-02 1 0 2026-01-05'],
    ],
    [
      'with its leave, of which one ends',
      [inpatientA, left(jan(3), { episodeId: 'ea', leaveId: 'la' })],
      [inpatientB, left(jan(3), { episodeId: 'eb', leaveId: 'lb' })],
      ['2026-01-02 1 1 '],
    ],
    ['and one cancels', [inpatientA, cancelled(jan(4), 'e2')], [inpatientB], []],
    ['and the other cancels', [inpatientA], [inpatientB, cancelled(jan(4), 'e3')], []],
    [
      'after the one cancelled it',
      [inpatientA, cancelled(jan(4), 'e2')],
      [at(inpatientB, jan(5))],
      ['2026-01-02 1 0 '],
    ],
  ])('is one: %s', (_, ofA, ofB, expected) => expect(stays(ofA, ofB)).toEqual(expected));

  test('and another visit is another one', () =>
    expect(stays([inpatientA], [admitted(jan(4), 'inpatient', { ...inB, visitNumber: 'V2' })])).toEqual([
      '2026-01-02 1 0 ',
      '2026-01-04 1 0 ',
    ]));
});

test('records that say they went into each other have an end', () => {
  const records = among({
    a: [registered, goes('a', 'b'), goesOn('a', 'b')],
    b: [registered, goes('b', 'a'), goesOn('b', 'a')],
  });
  expect(wholePerson('a', records)).toMatchObject({ mergedInto: 'b', absorbed: ['b'] });
  expect(survivorOf('a', records)).toBe('b');
});
