/** A UUID in small letters, as every id is stored. */
export const isStoredUuid = (text: string): boolean => UUID.test(text);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const UUID_BYTES = 16;
const HYPHEN = 0x2d;

/** Writes the sixteen bytes of a UUID in small letters. A text without its hyphens would be a further string for each. */
export const writeUuid = (text: string, to: Uint8Array, offset: number): void => {
  let place = offset;
  for (let n = 0; n < text.length; n += 2) {
    if (text.charCodeAt(n) === HYPHEN) n += 1;
    to[place++] = (digit(text.charCodeAt(n)) << 4) | digit(text.charCodeAt(n + 1));
  }
};

const digit = (code: number): number => (code < 0x3a ? code - 0x30 : code - 0x57);
