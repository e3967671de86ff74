import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STRICT } from '../../webhook-configuration.ts';
import { AddressRefused, checkAddress, guardedLookup, isSpecialAddress } from './addresses.ts';
import { Sender } from './sender.ts';

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
  ...['224.0.0.1', '255.255.255.255', '198.19.0.1'],
  ...['::', '::1', 'fe80::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe'],
  ...['64:ff9b::7f00:1', '2002:7f00:1::', '::127.0.0.1', '::ffff:0:127.0.0.1'],
])('%s is of this machine or a private network', (address) => expect(isSpecialAddress(address)).toBe(true));

test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
  '%s is not',
  (address) => expect(isSpecialAddress(address)).toBe(false),
);

test.each([
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::ffff:10.0.0.1]/',
  'http://plan.example/',
])('%s is refused', (address) => expect(() => checkAddress(address, STRICT)).toThrow(AddressRefused));

test('what is asked for is allowed', () => {
  expect(checkAddress('https://plan.example/', STRICT).host).toBe('plan.example');
  expect(checkAddress('http://127.0.0.1/', { allowHttp: true, allowPrivate: true }).host).toBe('127.0.0.1');
});

describe('a name is looked at when it is connected to', () => {
  let server: Server;
  let port: number;
  let reached = 0;
  beforeAll(async () => {
    server = createServer((_, response) => {
      reached++;
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  beforeEach(() => {
    reached = 0;
  });
  afterAll(() => server.close());

  const rules = { allowHttp: true, allowPrivate: false };
  const send = (...addresses: string[]) => {
    const lookup = guardedLookup(rules, (_host, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
    const sender = new Sender(rules, { lookup, patienceMs: 2_000 });
    const sent = { id: 'e', body: '{}', cursor: '0.0' };
    return sender.send(`http://plan.example:${port}/`, ['whsec_AAAA'], sent, new AbortController().signal);
  };

  test.each([[['127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']], [['1.1.1.1', '127.0.0.1']]])(
    'and refused when it leads to %j',
    async (addresses) => {
      expect(await send(...addresses)).toMatchObject({
        delivered: false,
        reason: expect.stringContaining('of a private network or of this machine'),
      });
      expect(reached).toBe(0);
    },
  );

  test('and reached when that is allowed', async () => {
    const sender = new Sender({ allowHttp: true, allowPrivate: true });
    const sent = { id: 'e', body: '{}', cursor: '0.0' };
    const outcome = await sender.send(
      `http://localhost:${port}/`,
      ['whsec_AAAA'],
      sent,
      new AbortController().signal,
    );
    sender.close();
    expect([outcome.delivered, reached]).toEqual([true, 1]);
  });
});

test('an answer that does not come is not waited for', async () => {
  const server = createServer(() => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sender = new Sender({ allowHttp: true, allowPrivate: true }, { patienceMs: 100 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const sent = { id: 'e', body: '{}', cursor: '0.0' };
  expect(await sender.send(url, ['whsec_AAAA'], sent, new AbortController().signal)).toEqual({
    delivered: false,
    reason: 'No answer within 0.1 s.',
  });
  sender.close();
  server.closeAllConnections();
  server.close();
});
