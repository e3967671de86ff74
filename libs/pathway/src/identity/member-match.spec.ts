import { pathwayOf, registration, jan, type Told } from '../testing/index.ts';
import { areAtOdds, memberMatch, memberNumberKey, membershipsOf } from './member-match.ts';
import type { Pathway } from '../pathway.ts';
import type { Coverage, Identifier, Person } from './identity-event.ts';

const ANA: Person = { name: { given: 'Ana', family: 'Rivera' }, birthDate: '1988-04-17', sex: 'female' };

interface Record {
  readonly person?: Person;
  readonly coverage?: Partial<Coverage> & { readonly until?: string };
  readonly identifiers?: readonly Identifier[];
}
/** What one record tells. */
const record = ({ person = ANA, coverage, identifiers = [] }: Record) => {
  const { until, ...covered } = coverage ?? {};
  const told: Told[] = [
    {
      type: 'PatientRegistered',
      data: { ...registration, person, identifiers: { person: identifiers } },
      at: jan(1),
    },
  ];
  if (coverage)
    told.push({
      type: 'CoverageStarted',
      data: {
        ...{ coverageId: 'c1', payerId: 'hmo', from: '2026-01-01', person: { memberNumber: 'HM-41 07' } },
        ...covered,
      },
      at: jan(2),
    });
  if (until) told.push({ type: 'CoverageEnded', data: { coverageId: 'c1', until }, at: jan(3) });
  return pathwayOf(...told);
};
const covered = (coverage: Record['coverage'] = {}, person = ANA) => record({ person, coverage });
const numbered = (memberNumber?: string) => covered({ person: { memberNumber } });
const matchOf = (one: Pathway, other: Pathway) => memberMatch([one], [other]);
const doubts = (one: Record, other: Record) => matchOf(record(one), record(other))?.doubts;
/** What is doubtful of two who are covered under one number. */
const doubtsOf = (own: Partial<Person>, other: Partial<Person>) =>
  doubts({ person: { ...ANA, ...own }, coverage: {} }, { person: { ...ANA, ...other }, coverage: {} });

test('a number that is written otherwise is the same one', () => {
  expect(matchOf(numbered('HM-41 07'), numbered('hm4107'))).toMatchObject({ payerId: 'hmo', doubts: [] });
  expect(matchOf(numbered('HM4107'), numbered('HM4108'))).toBeUndefined();
  expect(memberNumberKey('hm\u201341\u00a007')).toBe('HM4107');
});

test('a number of another payer is another number', () =>
  expect(matchOf(covered(), covered({ payerId: 'plan' }))).toBeUndefined());

test.each([undefined, '', 'NONE', 'unknown', '0000', '999-99-9999', '123456789', 'XXXX'])(
  'what stands where no number is known tells nothing: %s',
  (number) => {
    expect(membershipsOf(numbered(number))).toEqual([]);
    expect(matchOf(numbered(number), numbered(number))).toBeUndefined();
  },
);

test('a number that is among the own numbers of the patient is one as that of a coverage', () => {
  const identifiers = [{ system: 'hmo', value: 'HM4107', type: 'MB' }];
  expect(doubts({ identifiers }, { coverage: {} })).toEqual([]);
  expect(doubts({ identifiers }, { identifiers })).toEqual([]);
  const records = [{ system: 'hmo', value: 'HM4107', type: 'MR' }];
  expect(doubts({ identifiers: records }, { coverage: {} })).toBeUndefined();
});

test('the events that tell of the number are named, and since when it is told of both', () => {
  const [one, other] = [covered(), record({ identifiers: [{ system: 'hmo', value: 'HM4107', type: 'MB' }] })];
  expect(matchOf(one, other)).toMatchObject({ eventIds: ['e1', 'e0'], since: jan(2) });
  expect(matchOf(other, one)).toMatchObject({ eventIds: ['e0', 'e1'], since: jan(2) });
});

test.each<[string, Partial<Person>, Partial<Person>, readonly string[]]>([
  ['everything agrees', {}, {}, []],
  ['the birth dates differ', {}, { birthDate: '1988-04-18' }, ['birth-date-differs']],
  ['one birth date is not known', {}, { birthDate: undefined }, ['birth-date-unknown']],
  ['one birth date is known to the year', {}, { birthDate: '1988' }, ['birth-date-unknown']],
  ['one birth date is of another year', {}, { birthDate: '1987' }, ['birth-date-differs']],
  ['the sexes differ', {}, { sex: 'male' }, ['sex-differs']],
  ['one sex is not known', {}, { sex: 'unknown' }, []],
  ['one sex is neither', {}, { sex: 'other' }, []],
  ['the given names differ', {}, { name: { given: 'Eva' } }, ['given-name-differs']],
  ['one given name is an initial', {}, { name: { given: 'A.' } }, []],
  ['one given name is longer, with an accent', {}, { name: { given: 'Ána María' } }, []],
  ['one given name is not known: a twin may be meant', {}, { name: undefined }, ['given-name-unknown']],
  ['the family names differ: people marry', {}, { name: { given: 'Ana', family: 'Soto' } }, []],
])('%s', (_, own, other, expected) => {
  expect(doubtsOf(own, other)).toEqual(expected);
  expect(doubtsOf(other, own)).toEqual(expected);
});

test.each([
  ['Maria Jose', 'Maria Luisa', ['given-name-differs']],
  ['Mary-Ann', 'Mary Lou', ['given-name-differs']],
  ['D\u2019Andre', "D'Angelo", ['given-name-differs']],
  ['D\u2019Andre', 'Daniel', ['given-name-differs']],
  ['Twin 1', 'Twin 2', ['given-name-differs']],
  ['Baby Girl A', 'Baby Girl B', ['given-name-differs']],
  ['Jon Paul', 'Jonathan', []],
  ['Jonathan P.', 'Jon Paul', []],
  ['Mary-Ann', 'Maryann', []],
  ["D'Andre", 'DAndre', []],
])('%s and %s', (given, other, expected) => {
  expect(doubtsOf({ name: { given } }, { name: { given: other } })).toEqual(expected);
  expect(doubtsOf({ name: { given: other } }, { name: { given } })).toEqual(expected);
});

describe('members of one family under its number', () => {
  const of = (relationship: Coverage['relationship'], person: Partial<Person> = {}) => ({
    person: { ...ANA, ...person },
    coverage: { relationship },
  });
  test.each<[string, ReturnType<typeof of>, ReturnType<typeof of>, readonly string[] | undefined]>([
    ['mother and child are two', of('self'), of('child', { birthDate: '2010-02-03' }), undefined],
    [
      'of whom nothing is said but that the birth dates differ, somebody has to look',
      of(undefined),
      of(undefined, { birthDate: '2010-02-03' }),
      ['birth-date-differs'],
    ],
    ['one who is said to be both may be one', of('self'), of('spouse'), ['relationship-differs']],
    ['the same child twice is one', of('child'), of('child'), []],
    [
      'twins are told apart by their names',
      of('child'),
      of('child', { name: { given: 'Eva' } }),
      ['given-name-differs'],
    ],
    [
      'twins of whom one has no name may be one',
      of('child'),
      of('child', { name: undefined }),
      ['given-name-unknown'],
    ],
    [
      'twins of whom one has an initial may be one',
      of('child'),
      of('child', { name: { given: 'A.' } }),
      ['given-name-unknown'],
    ],
    ['what one does not say contradicts nothing', of('child'), of(undefined), []],
  ])('%s', (_, one, other, expected) => {
    expect(doubts(one, other)).toEqual(expected);
    expect(doubts(other, one)).toEqual(expected);
  });
});

describe('coverages of different times', () => {
  const early = { until: '2026-01-31' };
  test('that touch on a day are of one time', () =>
    expect(doubts({ coverage: early }, { coverage: { from: '2026-01-31' } })).toEqual([]));
  test('that follow one another leave a doubt', () =>
    expect(doubts({ coverage: early }, { coverage: { from: '2026-02-01' } })).toEqual(['periods-apart']));
  test('of people who were born on different days are of a number that was given again', () => {
    const person = { ...ANA, birthDate: '1990-01-01' };
    expect(doubts({ coverage: early }, { person, coverage: { from: '2026-02-01' } })).toBeUndefined();
  });
});

describe('a person of several records', () => {
  const [ana, nobody] = [covered(), covered({}, { birthDate: ANA.birthDate })];
  const ivo = covered({}, { ...ANA, name: { given: 'Ivo' }, sex: 'male' });

  test('has what each of them says', () => {
    expect(memberMatch([nobody], [ivo])?.doubts).toEqual(['given-name-unknown']);
    expect(memberMatch([nobody, ana], [ivo])?.doubts).toEqual(['sex-differs', 'given-name-differs']);
    expect(memberMatch([covered({}, { birthDate: '1988' }), ana], [covered()])?.doubts).toEqual([]);
  });
  test('is at odds with whomever one of them is at odds with', () => {
    expect(areAtOdds([nobody], [ivo])).toBe(false);
    expect(areAtOdds([covered({}, {})], [ivo])).toBe(false);
    expect(areAtOdds([nobody, ana], [ivo])).toBe(true);
  });
});
