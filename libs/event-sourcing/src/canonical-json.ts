/**
 * The one text of a JSON value (RFC 8785, JSON Canonicalization Scheme): members sorted by UTF-16 code units, no white
 * space, numbers and strings as ECMAScript writes them. What is stored and compared is this text, so an event's bytes
 * never depend on the order in which a sender happened to write its members. Undefined members are left out.
 *
 * Nearly always the platform writes it fastest, from a copy whose members are in order.
 */
export const canonicalJson = (value: unknown): string => {
  const copy = inOrder(value);
  const text = copy === CANNOT_BE_ORDERED ? HALF_A_PAIR : JSON.stringify(copy);
  return typeof text === 'string' && text.includes(HALF_A_PAIR) ? spelled(value) : text;
};

/** How JSON.stringify escapes half of a surrogate pair. The same characters may also stand for a backslash and a word. */
const HALF_A_PAIR = '\\ud';

const CANNOT_BE_ORDERED = Symbol('an object with a member whose name JavaScript puts in a place of its own');

const inOrder = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return checked(value);
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    return items.includes(CANNOT_BE_ORDERED) ? CANNOT_BE_ORDERED : items;
  }
  const copy: Record<string, unknown> = {};
  for (const name of sorted(Object.keys(value))) {
    const given = (value as Record<string, unknown>)[name];
    const member = typeof given === 'string' ? given : inOrder(given);
    if (member === CANNOT_BE_ORDERED || startsWithDigit(name) || name === '__proto__')
      return CANNOT_BE_ORDERED;
    copy[name] = member;
  }
  return copy;
};

/** In place. Of a few names, most of them in order, this is several times as fast as `sort`. */
const sorted = (names: string[]): string[] => {
  if (names.length > FEW) return names.sort();
  for (let n = 1; n < names.length; n++) {
    const name = names[n]!;
    let place = n;
    for (; place > 0 && names[place - 1]! > name; place--) names[place] = names[place - 1]!;
    names[place] = name;
  }
  return names;
};

const FEW = 40;

const startsWithDigit = (name: string): boolean => name >= '0' && name < ':';

const checked = (value: unknown): unknown => {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`${value} is not a JSON number`);
  return value;
};

/** The same text, member by member. */
const spelled = (value: unknown): string => {
  if (typeof value === 'string') return spelledString(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(checked(value));
  if (Array.isArray(value)) return `[${value.map((item) => spelled(item ?? null)).join(',')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${spelledString(name)}:${spelled(member)}`).join(',')}}`;
};

/** Half of a surrogate pair has no UTF-8, so it could not be given back (RFC 8785, 3.2.2.2). */
const spelledString = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('A string holds half of a surrogate pair');
  return JSON.stringify(text);
};

/** Whether two values say the same as JSON, in whichever order their members stand. What is absent is null. */
export const sameJson = (a: unknown, b: unknown): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null);
