import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { WebhookRules } from '../../webhook-configuration.ts';
import { checkAddress, guardedLookup } from './addresses.ts';
import { signatures } from './signature.ts';

const PATIENCE_MS = 15_000;
/** Nothing in an answer's body is needed; so much is read for a connection's sake. */
const MOST_BYTES = 64 * 1_024;

/** What is sent: a CloudEvent with its id. */
export interface Sent {
  readonly id: string;
  readonly body: string;
  /** Where a reader stands who has read it. */
  readonly cursor: string;
}

/** How a delivery ended: taken, or not and why. */
export type Outcome =
  | { readonly delivered: true; readonly status: number }
  | {
      readonly delivered: false;
      readonly status?: number;
      readonly reason: string;
      /** When the receiver wants to be asked again, in milliseconds from now. */
      readonly retryAfterMs?: number;
      /** The receiver wants nothing any more. */
      readonly isGone?: boolean;
    };

export interface SenderOptions {
  readonly lookup?: ReturnType<typeof guardedLookup>;
  readonly patienceMs?: number;
}

/** Sends webhooks: signed, to addresses that are allowed, without following redirects or reading long answers. */
export class Sender {
  private readonly rules: WebhookRules;
  private readonly patienceMs: number;
  private readonly agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };

  constructor(
    rules: WebhookRules,
    { lookup = guardedLookup(rules), patienceMs = PATIENCE_MS }: SenderOptions = {},
  ) {
    this.rules = rules;
    this.patienceMs = patienceMs;
    const options = { keepAlive: true, lookup };
    this.agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  }

  /** Never throws: what goes wrong is the receiver's, or the network's, and is told. */
  async send(address: string, secrets: readonly string[], sent: Sent, signal: AbortSignal): Promise<Outcome> {
    try {
      return outcomeOf(await this.post(checkAddress(address, this.rules), secrets, sent, signal));
    } catch (error) {
      return { delivered: false, reason: this.reasonOf(error as Error) };
    }
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private post(url: URL, secrets: readonly string[], { id, body, cursor }: Sent, signal: AbortSignal) {
    const timestamp = Math.floor(Date.now() / 1_000);
    const protocol = url.protocol as keyof typeof this.agents;
    const request = protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise<IncomingMessage>((resolve, reject) => {
      const sending = request(url, {
        method: 'POST',
        agent: this.agents[protocol],
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.patienceMs)]),
        headers: {
          'Content-Type': 'application/cloudevents+json; charset=utf-8',
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'Stepwell',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatures(secrets, id, timestamp, body),
          'stepwell-cursor': cursor,
        },
      });
      let isAnswered = false;
      sending.once('error', reject);
      // An answer that would be another protocol (101) ends in nothing else.
      sending.once('close', () => {
        if (!isAnswered) reject(CUT_OFF);
      });
      sending.once('response', (response: IncomingMessage) => {
        isAnswered = true;
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.length;
          if (read > MOST_BYTES) response.destroy();
        });
        response.once('error', reject);
        response.once('close', () =>
          response.complete || read > MOST_BYTES ? resolve(response) : reject(CUT_OFF),
        );
      });
      sending.end(body);
    });
  }

  private reasonOf({ name, message, ...error }: Error & { code?: string }): string {
    if (name === 'TimeoutError' || (name === 'AbortError' && error.code === 'ABORT_ERR'))
      return `No answer within ${this.patienceMs / 1_000} s.`;
    return message || String(error.code);
  }
}

const CUT_OFF = new Error('The connection was lost in the middle of the answer.');

const outcomeOf = ({ statusCode: status = 0, headers }: IncomingMessage): Outcome => {
  if (status >= 200 && status < 300) return { delivered: true, status };
  const reason =
    status >= 300 && status < 400
      ? `Answered ${status}: redirects are not followed. Register the address that it leads to.`
      : `Answered ${status}.`;
  // Standard Webhooks: 410 Gone says that the receiver wants nothing any more.
  return {
    delivered: false,
    status,
    reason,
    retryAfterMs: retryAfterMs(headers['retry-after']),
    isGone: status === 410,
  };
};

const retryAfterMs = (header: string | undefined): number | undefined => {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : undefined;
};
