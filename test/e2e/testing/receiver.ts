import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A delivery as it came. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly subject: string;
    readonly sequence: string;
    readonly data: unknown;
  };
}

/**
 * A receiver of webhooks as anybody would write one: `node:http` and the `standardwebhooks` package. `answer` decides what it
 * says to a delivery whose signature is right; any other is answered with 401, and counted.
 */
export const startReceiver = async (
  answer: (received: Received, response: ServerResponse) => void | Promise<void> = (_, response) =>
    void response.writeHead(204).end(),
) => {
  const received: Received[] = [];
  const unverified: Received[] = [];
  const secrets: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const one: Received = { headers: request.headers, body, event: JSON.parse(body) };
      if (!secrets.some((secret) => isSigned(secret, one))) {
        unverified.push(one);
        response.writeHead(401).end();
        return;
      }
      received.push(one);
      void answer(one, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    unverified,
    trust: (secret: string) => void secrets.push(secret),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

export const isSigned = (secret: string, { body, headers }: Received): boolean => {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
};
