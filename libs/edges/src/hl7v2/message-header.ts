import { Hl7Refusal } from './refusal.ts';
import { read } from './field-values.ts';
import { parseMessage } from './parse-message.ts';

/** By what people look for a message: its sender, number and type, as far as the header can be read. */
export interface MessageHeader {
  readonly facility?: string;
  readonly messageId?: string;
  readonly messageType?: string;
}

export const messageHeader = (bytes: Uint8Array): MessageHeader => {
  const message = parseMessage(Buffer.from(bytes).toString('latin1'));
  if (message instanceof Hl7Refusal) return {};
  const type = [read(message, 'MSH', 9), read(message, 'MSH', 9, 2)].filter(Boolean).join('^');
  return {
    facility: read(message, 'MSH', 4),
    messageId: read(message, 'MSH', 10),
    messageType: type || undefined,
  };
};
