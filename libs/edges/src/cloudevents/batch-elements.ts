const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const OPENING = new Set(Buffer.from('[{'));
const CLOSING = new Set(Buffer.from(']}'));
const BLANK = new Set(Buffer.from(' \t\n\r'));

/** The elements of a JSON array as they stand in its text, without blanks around them. The text must be an array in JSON. */
export const batchElements = (array: Buffer): Buffer[] => {
  const elements: Buffer[] = [];
  let [depth, from, isText] = [0, 0, false];
  const take = (end: number): void => {
    const element = trimmed(array, from, end);
    if (element.length > 0) elements.push(element);
    from = end + 1;
  };
  for (let at = 0; at < array.length; at++) {
    const byte = array[at]!;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += byte === BACKSLASH ? 1 : 0;
    else if (OPENING.has(byte) && ++depth === 1) from = at + 1;
    else if (byte === COMMA && depth === 1) take(at);
    else if (CLOSING.has(byte) && --depth === 0) take(at);
  }
  return elements;
};

const trimmed = (bytes: Buffer, from: number, end: number): Buffer => {
  let [first, last] = [from, end];
  while (first < last && BLANK.has(bytes[first]!)) first++;
  while (last > first && BLANK.has(bytes[last - 1]!)) last--;
  return bytes.subarray(first, last);
};
