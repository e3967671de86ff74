import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MllpListener, type MllpConfiguration } from '@stepwell/services';
import { MllpClient, toldIn } from './testing/mllp-client.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
let port: number;
beforeAll(async () => {
  platform = await runPlatform();
  port = await listen({});
}, 60_000);
afterAll(() => platform.stop());

const BOUNDS = { frameBytes: 50_000, connections: 20, waiting: 16, idleMs: 60_000 };

/** Another listener on the same platform. */
const listen = async (given: Partial<MllpConfiguration>, stalledMs?: number): Promise<number> => {
  const configuration = { port: 0, host: '127.0.0.1', ...BOUNDS, ...given };
  return (await platform.app.get(MllpListener).listen(configuration, stalledMs)).port;
};

const message = (
  trigger: string,
  id: string,
  {
    mrn = id,
    visit = mrn,
    extra = '',
    header = '',
    at = '',
  }: Partial<Record<'mrn' | 'visit' | 'extra' | 'header' | 'at', string>> = {},
) =>
  [
    `MSH|^~\\&|EPIC|mercy-general|STEPWELL||20260302120610||ADT^${trigger}|${id}|P|2.5.1${header}`,
    `EVN|${trigger}|${at || '20260302120608'}`,
    `PID|1||${mrn}^^^MERCY^MR||Rivera^Ana${extra}||19880417|F`,
    `PV1|1|I|4W^12^1||||||||||||||||${visit}|||||||||||||||||01||||||||${at || '20260302120600'}|${at || '20260309100000'}`,
  ].join('\r');

const connected = async <T>(work: (client: MllpClient) => Promise<T>, to = port): Promise<T> => {
  const client = await MllpClient.connect(to);
  try {
    return await work(client);
  } finally {
    client.socket.destroy();
  }
};

const total = async (code: string): Promise<number> =>
  (await platform.get(`/v1/quarantine?status=open&code=${code}`)).body.total;

test('an admission is acknowledged and in the census', () =>
  connected(async (client) => {
    expect(await client.ask(message('A01', 'm1'))).toMatch(
      /^MSH\|\^~\\&\|STEPWELL\|\|EPIC\|mercy-general\|\d{14}\+0000\|\|ACK\^A01\^ACK\|[^|]+\|P\|2\.5\.1\rMSA\|AA\|m1\r$/,
    );
    const position = await platform.foundation.store.head();
    const { body } = await platform.get(
      `/v1/census?on=2026-03-04&facility=mercy-general&atLeast=${position}`,
    );
    expect(body.total).toBe(1);
    expect(toldIn(await client.ask(message('A01', 'm1')))).toBe('AA m1');
    expect(await platform.foundation.store.head()).toBe(position);
  }));

test('segments may end with LF or CRLF', () =>
  connected(async (client) => {
    expect(toldIn(await client.ask(message('A01', 'lf').replaceAll('\r', '\n')))).toBe('AA lf');
    expect(toldIn(await client.ask(message('A01', 'crlf').replaceAll('\r', '\r\n')))).toBe('AA crlf');
  }));

test('500 messages in one packet are answered in their order, those of one patient carried out in theirs', () =>
  connected(async (client) => {
    const day = (n: number) => `202605${String(n + 1).padStart(2, '0')}1000`;
    const journey = (mrn: string) =>
      [
        ...Array.from({ length: 12 }, (_, n) => [
          message('A01', `${mrn}-${n}in`, { mrn, visit: `${mrn}-${n}`, at: day(2 * n) }),
          message('A03', `${mrn}-${n}out`, { mrn, visit: `${mrn}-${n}`, at: day(2 * n + 1) }),
        ]),
      ].flat();
    const all = [...journey('p1'), ...journey('p2')].flatMap((one, n) => [
      ...Array.from({ length: 9 }, (_, k) => message('A01', `x${n}-${k}`)),
      one,
    ]);
    await client.write(Buffer.from(all.map((one) => `\x0b${one}\x1c\r`).join('')));
    const ids = all.map((one) => one.split('|')[9]);
    const told: string[] = [];
    for (let n = 0; n < all.length; n++) told.push(toldIn(await client.answer()));
    expect(told).toEqual(ids.map((id) => `AA ${id}`));
  }));

test.each([
  ['not-hl7', 'hello', 'AR not-hl7'],
  ['malformed', `${message('A01', 'j1')}\r${message('A01', 'j2')}`, 'AE j1 malformed'],
  [
    'undecodable',
    message('A01', 'd1', { header: '||||||UNICODE UTF-8', extra: '\xff' }),
    'AE d1 undecodable',
  ],
  ['unsupported-trigger', message('A99', 'x1'), 'AR x1 unsupported-trigger'],
])('%s is answered and kept in quarantine', (code, text, expected) =>
  connected(async (client) => {
    expect(toldIn(await client.ask(Buffer.from(text, 'latin1')))).toBe(expected);
    expect(await total(code)).toBe(1);
    expect(toldIn(await client.ask(message('A01', 'm1')))).toBe('AA m1');
  }),
);

test.each([
  ['a message that breaks off', `\x0b${message('A01', 'b1').slice(0, 200)}\x0b`, 'AR b1 frame-unfinished'],
  ['a message in no frame', `${message('A01', 'b2')}\x1c\r\x0b`, 'AR b2 frame-stray'],
  [
    'too much at once',
    `\x0b${message('A01', 'b3', { extra: 'x'.repeat(60_000) })}\x1c\r\x0b`,
    'AR b3 frame-too-large',
  ],
])('%s is told so, and the next one is read', (_, bytes, expected) =>
  connected(async (client) => {
    await client.write(bytes);
    expect(toldIn(await client.answer())).toBe(expected);
    await client.write(`${message('A01', 'm1')}\x1c\r`);
    expect(toldIn(await client.answer())).toBe('AA m1');
  }),
);

test('a frame that does not end is refused, then the connection is ended', () =>
  connected(async (client) => {
    await client.write(`\x0b${message('A01', 'endless')}`);
    for (let n = 0; n < 40 && client.socket.writable; n++) await client.write('x'.repeat(10_000));
    expect(toldIn(await client.answer())).toBe('AR endless frame-too-large');
    // The second time for the end of the connection.
    while ((await client.answer()) !== undefined);
  }));

test('HTTP and TLS on this port, and nothing at all, end without an answer', async () => {
  const quick = await listen({ idleMs: 200 }, 200);
  for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02', ''])
    await connected(async (client) => {
      await client.write(Buffer.from(bytes, 'latin1'));
      expect(await client.answer()).toBeUndefined();
    }, quick);
});

test('a peer that stops in the middle of a message is told and let go', async () => {
  const quick = await listen({}, 200);
  await connected(async (client) => {
    await client.write(`\x0b${message('A01', 'stopped')}`);
    expect(toldIn(await client.answer())).toBe('AR stopped frame-unfinished');
    expect(await client.answer()).toBeUndefined();
  }, quick);
});

test('a peer that leaves out the last byte, and one that closes its side, get their answer', async () => {
  const quick = await listen({}, 200);
  for (const leave of [(client: MllpClient) => client.socket.end(), () => undefined])
    await connected(async (client) => {
      await client.write(`\x0b${message('A01', 'm1')}\x1c`);
      leave(client);
      expect(toldIn(await client.answer())).toBe('AA m1');
      expect(await client.answer()).toBeUndefined();
    }, quick);
});

test('a peer that does not read its answers is read from no more, and let go', async () => {
  const quick = await listen({}, 500);
  await connected(async (client) => {
    client.socket.pause();
    // Refused without a look at the database, and answered with what their header says.
    const many = Buffer.from(`MSH|^~\\&|${'x'.repeat(4_000)}\r\x1c`.repeat(10));
    let sent = 0;
    const closed = new Promise((resolve) => client.socket.once('close', resolve));
    for (; !client.socket.destroyed && sent < 50_000; sent += 10)
      await Promise.race([client.write(many), closed]);
    expect(client.socket.destroyed).toBe(true);
    expect(sent).toBeLessThan(50_000);
  }, quick);
}, 60_000);

test('more peers than are taken are refused', async () => {
  const small = await listen({ connections: 1 });
  await connected(async (client) => {
    expect(toldIn(await client.ask(message('A01', 'm1')))).toBe('AA m1');
    await connected(async (other) => expect(await other.answer()).toBeUndefined(), small);
  }, small);
});

test('enhanced mode: the message is kept, then what it came to; an acknowledgement is not answered', () =>
  connected(async (client) => {
    await client.send(message('A01', 'e1', { header: '|||AL|AL' }));
    expect([toldIn(await client.answer()), toldIn(await client.answer())]).toEqual(['CA e1', 'AA e1']);
    await client.send(message('A99', 'e2', { header: '|||AL|AL' }));
    expect(toldIn(await client.answer())).toBe('CR e2 unsupported-trigger');
    await client.send(message('A01', 'e3', { header: '|||NE|NE' }));
    await client.send('MSH|^~\\&|EPIC|mercy-general|STEPWELL||2026||ACK^A01|k1|P|2.5.1\rMSA|CA|x\r');
    expect(toldIn(await client.ask(message('A01', 'm1')))).toBe('AA m1');
  }));

test('a batch is answered with a batch', () =>
  connected(async (client) => {
    const lines = [
      'BHS|^~\\&|EPIC|mercy-general|||2026||||B7',
      message('A01', 'bt1'),
      message('A99', 'bt2'),
      'BTS|2',
    ];
    const answer = await client.ask(lines.join('\r'));
    expect(answer?.split('\r').map((line) => line.split('|').slice(0, 3).join('|'))).toEqual([
      ...['BHS|^~\\&|STEPWELL', 'MSH|^~\\&|STEPWELL', 'MSA|AA|bt1', 'MSH|^~\\&|STEPWELL', 'MSA|AR|bt2'],
      ...['ERR||MSH^1^9', 'BTS|2', ''],
    ]);
    expect(answer).toContain('|B7\r');
  }));

test('letters are read by MSH-18, the first of several, and answered in the same', () =>
  connected(async (client) => {
    const latin1 = (id: string, sets: string) =>
      Buffer.from(
        message('A01', id, { extra: 'é', header: `||||||${sets}` }).replace('STEPWELL', 'Zürich'),
        'latin1',
      );
    expect(await client.ask(latin1('c1', '8859/1'))).toMatch(/^MSH\|\^~\\&\|Zürich\|.*MSA\|AA\|c1/s);
    expect(await client.ask(latin1('c2', '8859/1~UNICODE UTF-8'))).toMatch(/MSA\|AA\|c2/);
    const { body } = await platform.get(
      `/v1/patients?search=c1&atLeast=${await platform.foundation.store.head()}`,
    );
    expect(JSON.stringify(body)).toContain('Anaé');
  }));

const openssl = spawnSync('openssl', ['version']).status === 0;
(openssl ? test : test.skip)(
  `TLS, and a certificate from the peer${openssl ? '' : ' (skipped: needs openssl)'}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-mllp-'));
    try {
      const file = (name: string) => join(folder, name);
      const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2'];
      for (const name of ['server', 'client'])
        spawnSync('openssl', [...made, '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)]);
      const read = (name: string) => readFileSync(file(name));
      const ours = { key: file('server.key'), certificate: file('server.pem') };
      const trusted = { ca: read('server.pem'), checkServerIdentity: () => undefined };

      const plain = await MllpClient.connect(await listen({ tls: ours }), trusted);
      expect(toldIn(await plain.ask(message('A01', 'm1')))).toBe('AA m1');
      await plain.close();

      const mutual = await listen({ tls: { ...ours, clientCa: file('client.pem') } });
      const known = await MllpClient.connect(mutual, {
        ...trusted,
        key: read('client.key'),
        cert: read('client.pem'),
      });
      expect(toldIn(await known.ask(message('A01', 'm1')))).toBe('AA m1');
      known.socket.destroy();
      const unknown = await MllpClient.connect(mutual, trusted);
      expect(await unknown.ask(message('A01', 'm1'))).toBeUndefined();
      await expect(listen({ tls: { ...ours, key: file('none') } })).rejects.toThrow(
        'MLLP_TLS_KEY cannot be read',
      );
      await expect(listen({ tls: { ...ours, key: ours.certificate } })).rejects.toThrow('cannot be used');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
