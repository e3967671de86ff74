import { Hl7Context, Hl7Message } from '@medplum/core';
import { Hl7Refusal } from './refusal.ts';

/** Stands for an encoding character that the sender left out: occurs in no message. */
const NONE = '\u0000';

/** The message with CR alone between its segments: one text, however its lines were ended or framed on the way. */
export const normalised = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\u0000\u000b\u001c\ufeff]/g, '')
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '')
    .join('\r');

/**
 * Medplum's message model is sound for what has a whole header; what it is given without one it splits by characters
 * that are not separators. So the header is checked here, and its encoding characters are found here: MSH-2 may be
 * shorter than four characters, or longer (HL7 v2.7 adds the truncation character).
 */
export const parseMessage = (text: string): Hl7Message | Hl7Refusal => {
  const segments = normalised(text).split('\r');
  const context = encodingOf(segments[0]!);
  if (context) return new Hl7Message(segments, context);
  const detail = 'A message begins with MSH and its encoding characters, such as MSH|^~\\&: send it whole.';
  return new Hl7Refusal('not-hl7', detail, { segment: 'MSH', sequence: 1, field: 2 });
};

const encodingOf = (header: string): Hl7Context | undefined => {
  const field = header[3];
  if (!header.startsWith('MSH') || !field) return undefined;
  const [component, repetition = NONE, escape = NONE, subcomponent = NONE] = header.slice(4).split(field)[0]!;
  if (!component) return undefined;
  const given = [field, component, repetition, escape, subcomponent].filter((one) => one !== NONE);
  // Letters, digits and spaces are what messages are written in (HL7 v2.5.1, 2.5.4 asks for other characters).
  const areSeparators = given.every((one) => /^[!-/:-@[-`{-~]$/.test(one));
  if (!areSeparators || new Set(given).size < given.length) return undefined;
  return new Hl7Context('\r', field, component, repetition, escape, subcomponent);
};
