/**
 * A process that makes load, so that the server measured has a processor of its own: `{ protocol, port, connections, inFlight,
 * ms }` by message, `{ answered, refused, perSecond }` back. Requests are written and answers found with as little as will do.
 */
import { connect, type Socket } from 'node:net';

export interface LoadOrder {
  readonly protocol: 'http' | 'mllp';
  readonly port: number;
  /** Of HTTP. */
  readonly path: string;
  readonly connections: number;
  /** Requests of one connection that wait for their answers. */
  readonly inFlight: number;
  readonly ms: number;
}

export interface LoadResult {
  readonly answered: number;
  readonly refused: number;
  readonly perSecond: number;
}

let made = 0;
const run = `${process.pid}-${Date.now()}`;

const httpRequest = (path: string): string => {
  const body = JSON.stringify({
    identifiers: [{ system: 'mercy-general', value: `${run}-${made++}`, type: 'MR' }],
    name: { family: 'Rivera', given: 'Ana' },
    birthDate: '1988-04-17',
    sex: 'female',
    phone: '555-0100',
    recordedBy: 'registration',
  });
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json`;
  return `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};

const mllpMessage = (): string => {
  const id = `${run}-${made++}`;
  const segments = [
    `MSH|^~\\&|EPIC|mercy-general|STEPWELL||20260302120610||ADT^A01|${id}|P|2.5.1`,
    'EVN|A01|20260302120608',
    `PID|1||${id}^^^MERCY^MR||Rivera^Ana||19880417|F`,
    `PV1|1|I|4W^12^1||||||||||||||||${id}|||||||||||||||||||||||||20260302120600`,
  ];
  return `\x0b${segments.join('\r')}\r\x1c\r`;
};

/** How many answers stand in the text, how many of them say yes, and what is left of it. */
const readHttp = (text: string): [number, number, string] => {
  let [count, fine, rest] = [0, 0, text];
  for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
    const length = Number(/content-length: (\d+)/i.exec(rest.slice(0, end))?.[1] ?? NaN);
    if (Number.isNaN(length)) throw new Error(`An answer without its length: ${rest.slice(0, end)}`);
    if (rest.length < end + 4 + length) break;
    count++;
    if (rest.startsWith('HTTP/1.1 201')) fine++;
    rest = rest.slice(end + 4 + length);
  }
  return [count, fine, rest];
};

const readMllp = (text: string): [number, number, string] => {
  const [rest = '', ...frames] = text.split('\x1c\r').reverse();
  return [frames.length, frames.filter((frame) => frame.includes('\rMSA|AA|')).length, rest];
};

const load = async (order: LoadOrder): Promise<LoadResult> => {
  const [next, read] =
    order.protocol === 'http' ? [() => httpRequest(order.path), readHttp] : [mllpMessage, readMllp];
  let [answered, fine] = [0, 0];
  const began = performance.now();
  const until = began + order.ms;
  const one = (socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let [waiting, rest] = [order.inFlight, ''];
      socket.on('error', reject).on('close', resolve);
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        const [count, yes, left] = read(rest + chunk);
        rest = left;
        answered += count;
        fine += yes;
        const goesOn = performance.now() < until;
        if (goesOn) socket.write(Array.from({ length: count }, next).join(''));
        else if ((waiting -= count) === 0) socket.destroy();
      });
      socket.write(Array.from({ length: order.inFlight }, next).join(''));
    });
  await Promise.all(
    Array.from({ length: order.connections }, () => one(connect({ port: order.port, noDelay: true }))),
  );
  return { answered, refused: answered - fine, perSecond: (answered * 1_000) / (performance.now() - began) };
};

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (result) => process.send!(result),
    (error: Error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
