import type { Hl7Message, Hl7Segment } from '@medplum/core';
import type { Identifier, Person, Sex } from '@stepwell/pathway';
import { patientIdOf } from '../ids.ts';
import { read, repetitionsOf, valueOf, type Repetition } from './field-values.ts';
import { Hl7Refusal } from './refusal.ts';
import { readDate } from './timestamp.ts';
import type { Sender } from './site-map.ts';

/** Who a message is about. */
export interface MessagePatient {
  readonly patientId: string;
  readonly identifiers: readonly Identifier[];
  readonly person: Person;
}

/** The patient of a PID segment (HL7 v2.5.1, 3.4.2). */
export const patientOf = (message: Hl7Message, sender: Sender): MessagePatient | Hl7Refusal => {
  const known = identifiersOf(message.getSegment('PID'), 3, sender);
  const primary = primaryOf(known, sender);
  if (!primary) {
    const detail = 'Send the patient’s medical record number with its assigning authority in PID-3.';
    return new Hl7Refusal('missing-patient-identifier', detail, { segment: 'PID', sequence: 1, field: 3 });
  }
  const person = personOf(message);
  if (person instanceof Hl7Refusal) return person;
  const all = [...known, ...identifiersOf(message.getSegment('PID'), 2, sender)];
  const identifiers = withoutRepeats(all.map((identifier) => ofPayer(identifier, sender)));
  return { patientId: patientIdOf(primary), identifiers, person };
};

const MEDICAL_RECORD = ['MR', 'MRN']; // HL7 table 0203, and how some write it

// The same patient's messages must always choose the same identifier, whatever else stands beside it.
export const primaryOf = (
  known: readonly Identifier[],
  { identifierAuthority }: Sender,
): Identifier | undefined => {
  const preferred = known.filter(({ system }) => system === identifierAuthority);
  const candidates = preferred.length > 0 ? preferred : known;
  return candidates.find(({ type }) => MEDICAL_RECORD.includes(type ?? '')) ?? candidates[0];
};

/** CX: number ^ check digit ^ scheme ^ assigning authority ^ type. Without an authority the facility is the one. */
export const identifiersOf = (
  segment: Hl7Segment | undefined,
  field: number,
  { facilityId }: Sender,
): Identifier[] =>
  repetitionsOf(segment, field).flatMap((part) => {
    const value = part(1);
    const system = part(4) ?? part(4, 2) ?? facilityId;
    return value ? [{ system, value, ...(part(5) && { type: part(5) }) }] : [];
  });

// HL7 table 0203: the number of a member of a plan. Its authority is the payer, whom every sender calls otherwise.
const ofPayer = (identifier: Identifier, { payers }: Sender): Identifier => {
  const { system, type } = identifier;
  const isMemberNumber = ['MB', 'MA', 'MC'].includes(type ?? '');
  return isMemberNumber && payers && Object.hasOwn(payers, system)
    ? { ...identifier, system: payers[system]! }
    : identifier;
};

const withoutRepeats = (identifiers: readonly Identifier[]): Identifier[] =>
  [
    ...new Map(
      identifiers
        .toReversed()
        .map((identifier) => [JSON.stringify([identifier.system, identifier.value]), identifier]),
    ).values(),
  ].toReversed();

const personOf = (message: Hl7Message): Person | Hl7Refusal => {
  const pid = message.getSegment('PID');
  const born = valueOf(pid, 7);
  const birthDate = born && readDate(born);
  if (born && !birthDate) {
    const detail = 'Send the birth date in PID-7 as YYYYMMDD, or as much of it as is known.';
    return new Hl7Refusal('bad-timestamp', detail, { segment: 'PID', sequence: 1, field: 7 });
  }
  const names = repetitionsOf(pid, 5);
  return {
    name: nameOf(names.find((name) => name(7) === 'L') ?? names[0]), // L: the legal name, table 0200
    birthDate,
    sex: sexOf(read(message, 'PID', 8)),
    address: addressOf(repetitionsOf(pid, 11)[0]),
    phone: repetitionsOf(pid, 13).map(phoneOf).find(Boolean),
  };
};

/** XPN: family name & parts ^ given ^ further given. */
const nameOf = (name: Repetition | undefined): Person['name'] => {
  const family = name?.(1);
  const given = [name?.(2), name?.(3)].filter(Boolean).join(' ');
  if (!family && !given) return undefined;
  return { ...(family && { family }), ...(given && { given }) };
};

// HL7 table 0001; A (ambiguous) and N (not applicable) are FHIR's `other`.
const SEX: Record<string, Sex> = { F: 'female', M: 'male', O: 'other', A: 'other', N: 'other', U: 'unknown' };

const sexOf = (code: string | undefined): Sex | undefined =>
  code === undefined ? undefined : (SEX[code.toUpperCase()] ?? 'unknown');

/** XAD: street & parts ^ other designation ^ city ^ state ^ postal code. */
const addressOf = (part: Repetition | undefined): Person['address'] => {
  const line = [part?.(1), part?.(2)].filter(Boolean).join(', ') || undefined;
  const address = { line, city: part?.(3), state: part?.(4), postalCode: part?.(5) };
  const given = Object.entries(address).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
};

/** XTN: as text ^ use ^ equipment ^ e-mail ^ country ^ area ^ number … ^ unformatted in the twelfth. */
const phoneOf = (part: Repetition): string | undefined =>
  part(1) ?? part(12) ?? ([part(5), part(6), part(7)].filter(Boolean).join(' ') || undefined);
