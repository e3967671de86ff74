import type { Hl7Context, Hl7Message, Hl7Segment } from '@medplum/core';

/** One repetition of a field: its components, from 1, and their first or another subcomponent; undefined when empty. */
export type Repetition = (component: number, subcomponent?: number) => string | undefined;

/** The repetitions of a field: none when the segment or the field is absent. */
export const repetitionsOf = (segment: Hl7Segment | undefined, field: number): Repetition[] => {
  const { components = [], context } = segment?.getField(field) ?? {};
  return components.map(
    (parts) =>
      (component, subcomponent = 1) =>
        decoded(
          parts[component - 1]?.split(context!.subcomponentSeparator)[subcomponent - 1] ?? '',
          context!,
        ),
  );
};

export const valueOf = (segment: Hl7Segment | undefined, field: number, component = 1): string | undefined =>
  repetitionsOf(segment, field)[0]?.(component);

/** A field of the message's first segment of that name. */
export const read = (message: Hl7Message, name: string, field: number, component = 1): string | undefined =>
  valueOf(message.getSegment(name), field, component);

// `""` is HL7's null, "delete what you have" (v2.5.1, 2.5.3): nothing here is deleted by a feed, so it says nothing.
const decoded = (raw: string, context: Hl7Context): string | undefined => {
  const value = raw === '""' ? '' : unescaped(raw, context).trim();
  return value === '' ? undefined : value;
};

/** Escape sequences (HL7 v2.5.1, 2.7). One that is not known stands as it was sent. */
const unescaped = (raw: string, context: Hl7Context): string => {
  const { escapeCharacter: mark } = context;
  if (!raw.includes(mark)) return raw;
  const [before, ...rest] = raw.split(mark);
  let text = before!;
  // Between two marks stands a sequence; what follows it is text again.
  for (let n = 0; n < rest.length; n += 2) {
    const closes = n + 1 < rest.length;
    text += closes ? meaning(rest[n]!, context) + rest[n + 1]! : mark + rest[n]!;
  }
  return withoutControls(text);
};

const meaning = (sequence: string, context: Hl7Context): string => {
  const mark = context.escapeCharacter;
  if (/^X([0-9A-F]{2})+$/i.test(sequence)) return Buffer.from(sequence.slice(1), 'hex').toString('latin1');
  switch (sequence) {
    case 'F':
      return context.fieldSeparator;
    case 'S':
      return context.componentSeparator;
    case 'T':
      return context.subcomponentSeparator;
    case 'R':
      return context.repetitionSeparator;
    case 'E':
      return mark;
    case 'P':
      return '#'; // the truncation character of v2.7
    case '.br':
      return '\n';
    case 'H': // highlighting begins and ends: no part of the value
    case 'N':
      return '';
    default:
      return mark + sequence + mark;
  }
};

// A store of text takes no NUL, and nothing a patient is called holds another control character.
const withoutControls = (text: string): string => text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '');
