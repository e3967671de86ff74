import { ackMessage, isKept, type AckRole, type AckStamp, type Verdict } from './ack.ts';
import { read } from './field-values.ts';
import { parseMessage } from './parse-message.ts';
import { Hl7Refusal } from './refusal.ts';

/** When an acknowledgement is wanted (HL7 table 0155): always, never, of errors and rejections only, of success only. */
const CONDITIONS = ['AL', 'NE', 'ER', 'SU'] as const;
type Condition = (typeof CONDITIONS)[number];

const isDue = (condition: Condition, isSuccess: boolean): boolean =>
  condition === 'AL' || condition === (isSuccess ? 'SU' : 'ER');

/**
 * The acknowledgements that a message asks for, in their order. Without MSH-15 and MSH-16 that is one, of what it came to
 * (original mode, HL7 v2.5.1, 2.9.2). With one of them (enhanced mode, 2.9.3) it is first that the message is kept, if
 * MSH-15 asks for it, then what it came to, if MSH-16 does; a field that is left empty, or says what table 0155 does not
 * have, asks for nothing. Who is told that a message is not kept is told nothing else.
 */
export const acknowledgements = (received: string, verdict: Verdict, stamp: () => AckStamp): string[] =>
  rolesDue(received, verdict).map((role) => ackMessage(received, verdict, stamp(), role));

/** Whether the sender is told what a message came to. */
export const isTold = (received: string, verdict: Verdict): boolean => rolesDue(received, verdict).length > 0;

const rolesDue = (received: string, verdict: Verdict): AckRole[] => {
  const asked = conditionsOf(received);
  if (!asked) return ['application'];
  const accept = isDue(asked.accept, isKept(verdict));
  const application = isDue(asked.application, verdict === 'accepted');
  if (accept && !isKept(verdict)) return ['accept'];
  return [...(accept ? (['accept'] as const) : []), ...(application ? (['application'] as const) : [])];
};

/** MSH-15 and MSH-16; undefined in original mode. */
const conditionsOf = (received: string): { accept: Condition; application: Condition } | undefined => {
  const message = parseMessage(received);
  if (message instanceof Hl7Refusal) return undefined;
  const [accept, application] = [15, 16].map((field) => {
    const code = read(message, 'MSH', field)?.toUpperCase();
    return CONDITIONS.find((one) => one === code);
  });
  return accept || application ? { accept: accept ?? 'NE', application: application ?? 'NE' } : undefined;
};
