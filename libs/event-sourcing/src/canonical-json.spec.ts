import fc from 'fast-check';
import { canonicalJson, sameJson } from './canonical-json.ts';

/** The examples of RFC 8785, sections 3.2.2 and 3.2.3 and appendix B. */
describe('RFC 8785', () => {
  test('spaces, literals, numbers and strings', () => {
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
    const value = {
      numbers,
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('members are sorted by UTF-16 code units', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(
      Object.values(JSON.parse(canonicalJson(Object.entries(value))) as [string, string][]),
    ).toHaveLength(7);
    expect([...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map(([, name]) => name)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
  ])('the number %s is %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [{ deep: [Number.NEGATIVE_INFINITY] }]])(
    '%p has no text',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );

  test.each([['\ud800'], [{ '\udead': 1 }], [['fine', '\ude00\ud83d']]])(
    'half a surrogate pair has no text',
    (value) => {
      expect(() => canonicalJson(value)).toThrow('half of a surrogate pair');
    },
  );
});

test('members whose names JavaScript would move, or would not keep, are sorted like any other', () => {
  const value = JSON.parse('{"b":1,"10":2,"9":3," ":4,"__proto__":{"z":1,"a":2},"a":[{"2":1,"10":2}]}');
  expect(canonicalJson(value)).toBe(
    '{" ":4,"10":2,"9":3,"__proto__":{"a":2,"z":1},"a":[{"10":2,"2":1}],"b":1}',
  );
});

test('undefined members are left out, in lists they are null', () => {
  expect(canonicalJson({ a: undefined, b: [undefined, 1], c: {} })).toBe('{"b":[null,1],"c":{}}');
});

test('a backslash before a word is no surrogate', () => {
  expect(canonicalJson({ b: 'C:\\udata', a: '\\ud800' })).toBe(String.raw`{"a":"\\ud800","b":"C:\\udata"}`);
});

const json = fc.jsonValue({ stringUnit: 'binary' });

/** Written in the plainest way. */
const plain = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(plain).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${plain((value as Record<string, unknown>)[name])}`)}}`;
};

test('any value: the plainest way of writing it gives the same text', () => {
  fc.assert(
    fc.property(json, (value) => canonicalJson(value) === plain(value)),
    { numRuns: 1_000 },
  );
});

test('any value: parsing the text and writing it again gives the same text', () => {
  fc.assert(
    fc.property(json, (value) => canonicalJson(JSON.parse(canonicalJson(value))) === canonicalJson(value)),
  );
});

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, shuffled(member)] as const);
  return Object.fromEntries(entries.reverse());
};

test('any value: the order of its members changes nothing', () => {
  fc.assert(fc.property(json, (value) => canonicalJson(shuffled(value)) === canonicalJson(value)));
});

test('values are compared by what they say', () => {
  expect(sameJson({ a: 1, b: [2] }, { b: [2], a: 1, c: undefined })).toBe(true);
  expect(sameJson(undefined, null)).toBe(true);
  expect(sameJson({ a: 1 }, { a: 2 })).toBe(false);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
});
