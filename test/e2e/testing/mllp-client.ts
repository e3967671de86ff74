import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

/** A plain MLLP sender that can also do what none should. */
export class MllpClient {
  readonly socket: Socket;
  /** The answers that came and were not taken yet. */
  private readonly answers: string[] = [];
  private readonly waiting: ((answer: string | undefined) => void)[] = [];
  private rest = '';
  private isClosed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.read(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
      for (const wait of this.waiting.splice(0)) wait(undefined);
    });
  }

  static async connect(port: number, tls?: ConnectionOptions): Promise<MllpClient> {
    const to = { port, host: '127.0.0.1' };
    const socket = tls ? connectTls({ ...to, ...tls }) : connect(to);
    const client = new MllpClient(socket);
    await once(socket, tls ? 'secureConnect' : 'connect');
    return client;
  }

  /** Waits while the listener does not read. */
  async write(bytes: string | Uint8Array): Promise<void> {
    if (this.socket.write(bytes) || this.isClosed) return;
    await new Promise<void>((resolve) => {
      this.socket.once('drain', resolve).once('close', resolve);
    });
  }

  send(message: string | Uint8Array): Promise<void> {
    return this.write(Buffer.concat([Buffer.of(0x0b), Buffer.from(message), Buffer.of(0x1c, 0x0d)]));
  }

  /** The next answer; undefined when the listener has closed the connection. */
  answer(): Promise<string | undefined> {
    const here = this.answers.shift();
    if (here !== undefined || this.isClosed) return Promise.resolve(here);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async ask(message: string | Uint8Array): Promise<string | undefined> {
    await this.send(message);
    return this.answer();
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.socket.end();
    await once(this.socket, 'close');
  }

  private read(bytes: Buffer): void {
    const [rest = '', ...complete] = (this.rest + bytes.toString('latin1')).split('\x1c\r').reverse();
    this.rest = rest;
    for (const frame of complete.reverse()) {
      const answer = frame.slice(1);
      const wait = this.waiting.shift();
      if (wait) wait(answer);
      else this.answers.push(answer);
    }
  }
}

/** `AA m1`, or `AR m1 frame-unfinished` where ERR-5 says why. */
export const toldIn = (answer: string | undefined): string => {
  const segments = (answer ?? '').split('\r').map((segment) => segment.split('|'));
  const [, code, about] = segments.find(([name]) => name === 'MSA') ?? [];
  const reason = segments.find(([name]) => name === 'ERR')?.[5];
  return [code, about, reason].filter(Boolean).join(' ');
};
