/**
 * The one text of a JSON value (RFC 8785, JSON Canonicalization Scheme): members sorted by UTF-16 code units, no white
 * space, numbers and strings as ECMAScript writes them. What is stored and compared is this text, so an event's bytes
 * never depend on the order in which a sender happened to write its members. Undefined members are left out.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value as Record<string, unknown>);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`${value} is not a JSON number`);
  return JSON.stringify(value);
};

const canonicalObject = (value: Record<string, unknown>): string => {
  let text = '';
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) text += `${text && ','}${canonicalString(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
};

/** Half of a surrogate pair has no UTF-8, so it could not be given back (RFC 8785, 3.2.2.2). */
const canonicalString = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('A string holds half of a surrogate pair');
  return JSON.stringify(text);
};
