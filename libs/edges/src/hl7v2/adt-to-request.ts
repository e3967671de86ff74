import type { Hl7Message } from '@medplum/core';
import { localDate, type PathwayCommand, type PathwayRequest } from '@stepwell/pathway';
import { derivedId, digestOf } from '../ids.ts';
import { coveragesOf } from './coverage.ts';
import { eventTime } from './event-time.ts';
import { read } from './field-values.ts';
import { mergerOf } from './merger.ts';
import { normalised, parseMessage } from './parse-message.ts';
import { patientOf, type MessagePatient } from './patient.ts';
import { Hl7Refusal } from './refusal.ts';
import { senderOf, type Sender, type SiteMap } from './site-map.ts';
import { TRIGGERS } from './triggers.ts';
import { visitOf } from './visit.ts';

/**
 * What an ADT message asks to be recorded, or why it cannot be. The message is routed by MSH-9.2: feeds often carry a
 * wrong EVN-1. MSH-3, MSH-4 and MSH-10 together are the message's identity, so that the same message sent again is
 * known and another one under its number is noticed.
 */
export const adtToRequest = (text: string, siteMap: SiteMap): PathwayRequest | Hl7Refusal => {
  const message = parseMessage(text);
  if (message instanceof Hl7Refusal) return message;
  if (message.getAllSegments('MSH').length > 1)
    return refuse('malformed', 'Send one message at a time: this holds more than one MSH segment.', 1);
  const type = typeOf(message);
  if (type instanceof Hl7Refusal) return type;
  const messageId = read(message, 'MSH', 10);
  if (!messageId)
    return refuse('missing-message-id', 'Give every message a number of its own in MSH-10.', 10);

  const [application, facility] = [read(message, 'MSH', 3), read(message, 'MSH', 4)];
  const sender = senderOf(siteMap, application, facility);
  if (!sender) {
    const detail = `Add the sending facility ${facility ?? '(none)'} to the site map, or correct MSH-4.`;
    return refuse('unknown-facility', detail, 4);
  }
  const patient = patientOf(message, sender);
  if (patient instanceof Hl7Refusal) return patient;
  const moment = eventTime(message, TRIGGERS[type]!.time, sender.timeZone);
  if (moment instanceof Hl7Refusal) return moment;
  const commands = commandsOf(message, type, sender, patient, moment.at);
  if (commands instanceof Hl7Refusal) return commands;

  return {
    occurredAt: moment.at,
    precision: moment.precision,
    commandId: derivedId('hl7v2', application ?? '', facility ?? '', messageId),
    commandDigest: digestOf(normalised(text)),
    source: { system: application ?? 'hl7v2', facility: sender.facilityId, messageId },
    actor: [application ?? 'hl7v2', read(message, 'EVN', 5)].filter(Boolean).join('/'),
    patientId: patient.patientId,
    commands,
    fromFeed: true,
  };
};

/** The trigger, of a message that this system takes. */
const typeOf = (message: Hl7Message): string | Hl7Refusal => {
  const [type, trigger] = [read(message, 'MSH', 9), read(message, 'MSH', 9, 2)];
  if (!type) return refuse('malformed', 'Name the message type and trigger in MSH-9, such as ADT^A01.', 9);
  if (type !== 'ADT')
    return refuse('unsupported-message-type', `Send ADT messages only: ${type} is not taken here.`, 9);
  if (!trigger) return refuse('malformed', 'Name the trigger in MSH-9, such as ADT^A01.', 9);
  if (Object.hasOwn(TRIGGERS, trigger)) return trigger;
  const detail = `Send no ADT^${trigger}: the triggers taken are ${Object.keys(TRIGGERS).join(', ')}.`;
  return refuse('unsupported-trigger', detail, 9);
};

const commandsOf = (
  message: Hl7Message,
  trigger: string,
  sender: Sender,
  patient: MessagePatient,
  at: string,
): readonly PathwayCommand[] | Hl7Refusal => {
  const { patientId } = patient;
  const coverages = coveragesOf(message, sender, patientId, localDate(at, sender.timeZone));
  if (coverages instanceof Hl7Refusal) return coverages;
  const person: PathwayCommand[] = [{ type: 'ReceiveDemographics', data: patient }, ...coverages];
  const { care, merges } = TRIGGERS[trigger]!;
  if (merges) {
    const merger = mergerOf(message, sender, patientId);
    return merger instanceof Hl7Refusal ? merger : [...person, merger];
  }
  if (!care) return person;

  if (!message.getSegment('PV1')) {
    const detail = `Send the visit of an ADT^${trigger} in a PV1 segment.`;
    return new Hl7Refusal('missing-visit', detail, { segment: 'PV1', sequence: 1 });
  }
  const visit = visitOf(message, sender);
  if (visit.mapped?.level === 'none') return person;
  const commands = care({ message, patientId, visit, at });
  return commands instanceof Hl7Refusal ? commands : [...person, ...commands];
};

const refuse = (code: Hl7Refusal['code'], detail: string, field: number): Hl7Refusal =>
  new Hl7Refusal(code, detail, { segment: 'MSH', sequence: 1, field });
