import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StoreUnavailable } from '@stepwell/event-sourcing';
import { checkConnectionString } from './connection-string.ts';
import { KurrentDbEventStore } from './kurrentdb-event-store.ts';
import { newFacts, newStream } from './testing/facts.ts';
import { KurrentDbDouble, type DoubleOptions } from './testing/kurrentdb-double.ts';

const run = promisify(execFile);
const opened: { close(): Promise<void> }[] = [];
const doubles: KurrentDbDouble[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  for (const double of doubles.splice(0)) double.stop();
});

const start = async (options?: DoubleOptions): Promise<KurrentDbDouble> => {
  const double = await KurrentDbDouble.start(options);
  doubles.push(double);
  return double;
};
const open = async (url: string, log?: (line: string) => void): Promise<KurrentDbEventStore> => {
  const store = await KurrentDbEventStore.open({ url, log, patienceMs: 2_000, searchPatienceMs: 2_000 });
  opened.push(store);
  return store;
};

describe('an address', () => {
  test.each([
    'esdb://localhost',
    'esdb://localhost:2113?tls=false',
    'kurrentdb://admin:changeit@db.example.org:2113',
    'esdb+discover://admin:changeit@cluster.example.org:2113?nodePreference=leader',
    'kurrentdb+discover://cluster.example.org',
    'kurrentdb://a:1113,b:1113,c:1113?tls=true&tlsCAFile=/etc/ca.crt&defaultDeadline=5000',
  ])('%s is one', (url) => expect(checkConnectionString(url)).toBeUndefined());

  test.each([
    ['http://localhost:2113', 'is no KurrentDB address'],
    ['esdb://', 'is no KurrentDB address'],
    ['esdb://admin@localhost', 'user:password'],
    ['esdb://admin:s:cret@localhost', '%3A'],
    ['esdb://admin:s@cret@localhost', 'is no KurrentDB address'],
    ['esdb://localhost:port', 'host:port'],
    ['esdb://localhost?ssl=true', '"ssl"'],
    ['esdb://localhost?tls', '"tls"'],
    ['esdb://localhost?tlsVerifyCert=false', 'tlsCAFile'],
  ])('%s is none, and nothing of the password is told', (url, told) => {
    expect(checkConnectionString(url)).toContain(told);
    expect(checkConnectionString(url)).not.toMatch(/s:cret|s@cret/);
  });

  test('that is none is not tried', () =>
    expect(open('esdb://admin:secret@localhost?verify=no')).rejects.toThrow(/^The address of KurrentDB has/));

  test('of either name works', async () => {
    const { url, port } = await start();
    await open(url);
    await open(`kurrentdb://localhost:${port}?tls=false`);
  });

  test('where nobody listens is an unavailable store', () =>
    expect(open('esdb://localhost:1?tls=false')).rejects.toThrow(StoreUnavailable));
});

const canMakeCertificates = spawnSync('openssl', ['version']).status === 0;
const describeTls = canMakeCertificates
  ? describe
  : (_: string, tests: () => void) => describe.skip('with TLS and credentials: needs openssl', tests);

describeTls('with TLS and credentials', () => {
  let folder: string;
  let tls: { key: Buffer; certificate: Buffer };
  const user = { name: 'admin', password: 'ch@nge:it' };
  const authority = () => `tlsCAFile=${encodeURIComponent(join(folder, 'cert.pem'))}`;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kurrentdb-tls-'));
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ]);
    tls = {
      key: await readFile(join(folder, 'key.pem')),
      certificate: await readFile(join(folder, 'cert.pem')),
    };
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('the right ones are let in', async () => {
    const { port } = await start({ tls, user });
    const store = await open(`kurrentdb://admin:ch%40nge%3Ait@localhost:${port}?${authority()}`);
    expect((await store.append(newStream(), newFacts(1), 'any')).outcome).toBe('appended');
    const { signal } = new AbortController();
    const grown = store.grownPast(await store.head(), signal);
    await store.append(newStream(), newFacts(1), 'any');
    await grown;
  });

  test.each([
    ['a wrong password', 'admin:wrong@'],
    ['no password', ''],
  ])('%s is an error that says so', async (_, credentials) => {
    const { port } = await start({ tls, user });
    const opening = open(`esdb://${credentials}localhost:${port}?${authority()}`);
    await expect(opening).rejects.toThrow('refuses the user and password');
    await expect(opening).rejects.not.toThrow('wrong@');
  });

  test('a server whose certificate nobody vouches for is not talked to', async () => {
    const { port } = await start({ tls, user });
    await expect(open(`esdb://admin:x@localhost:${port}?tls=true`)).rejects.toThrow(/certificate/);
  });

  test('without TLS none are sent, and that is said', async () => {
    const { port } = await start({ user });
    const lines: string[] = [];
    const opening = open(`esdb://admin:ch%40nge%3Ait@localhost:${port}?tls=false`, (line) =>
      lines.push(line),
    );
    await expect(opening).rejects.toThrow('refuses the user and password');
    expect(lines).toEqual([expect.stringContaining('without TLS')]);
  });
});

describe('a cluster', () => {
  const cluster = async (): Promise<KurrentDbDouble[]> => {
    const first = await start();
    const nodes = [first, await start({ log: first.log }), await start({ log: first.log })];
    for (const node of nodes) Object.assign(node, { members: nodes, leader: nodes[1] });
    return nodes;
  };
  const urlOf = (nodes: readonly KurrentDbDouble[]) =>
    `esdb://${nodes.map(({ port }) => `localhost:${port}`).join(',')}?tls=false&maxDiscoverAttempts=2`;

  test('is asked for its leader, by its nodes or by one name', async () => {
    const nodes = await cluster();
    for (const url of [urlOf(nodes), `kurrentdb+discover://localhost:${nodes[2]!.port}?tls=false`]) {
      const store = await open(url);
      expect((await store.append(newStream(), newFacts(1), 'any')).outcome).toBe('appended');
    }
    expect(nodes.map(({ appends }) => appends)).toEqual([0, 2, 0]);
  });

  test('whose leader changes is followed to the new one, without a fault', async () => {
    const nodes = await cluster();
    const store = await open(urlOf(nodes));
    await store.append('pathway-1', newFacts(1), 'any');
    for (const node of nodes) node.leader = nodes[2]!;
    expect((await store.append('pathway-1', newFacts(1), 0)).outcome).toBe('appended');
    for (const node of nodes) node.leader = nodes[0]!;
    expect(await store.readStream('pathway-1')).toHaveLength(2);
    expect(nodes.map(({ appends }) => appends)).toEqual([0, 1, 1]);
  });

  test('whose leader changes in the middle of a read gives every event once', async () => {
    const nodes = await cluster();
    const store = await open(urlOf(nodes));
    await store.append('pathway-1', newFacts(5), 'any');
    nodes[1]!.deposed = { after: 3, by: nodes[2]! };
    const events = await store.readStream('pathway-1');
    expect(nodes[0]!.leader).toBe(nodes[2]);
    expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
  });

  test('whose leader dies is used again when there is a new one', async () => {
    const nodes = await cluster();
    const store = await open(urlOf(nodes));
    await store.append('pathway-1', newFacts(1), 'any');
    nodes[1]!.stop();
    const left = [nodes[0]!, nodes[2]!];
    for (const node of left) Object.assign(node, { leader: nodes[0], members: left });
    const facts = newFacts(1);
    const tried = [];
    do tried.push(await store.append('pathway-1', facts, 0).catch((error: unknown) => error));
    while (tried.at(-1) instanceof StoreUnavailable && tried.length < 20);
    expect(tried.at(-1)).toMatchObject({ outcome: 'appended', revision: 1 });
  });

  test('that breaks off while its leader is looked for ends no process: what is nobody’s failure is logged', async () => {
    const nodes = await cluster();
    const lines: string[] = [];
    const store = await open(urlOf(nodes), (line) => lines.push(line));
    const waiting = store.grownPast(await store.head(), AbortSignal.timeout(5_000));
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const node of nodes) Object.assign(node, { leader: nodes[2], members: [] });
    nodes[2]!.stop();
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    const looking = store.head();
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const node of nodes) node.stop();
    await expect(looking).rejects.toThrow(/No leader/);
    await store.close();
    await waiting;
    expect(lines.filter((line) => line.startsWith('No leader'))).not.toEqual([]);
  });

  test('of which nobody can be found is an unavailable store', async () => {
    const nodes = await cluster();
    const url = urlOf(nodes);
    const store = await open(url);
    for (const node of nodes) node.stop();
    for (let n = 0; n < 3; n++)
      await expect(Promise.all([store.head(), store.readStream('pathway-1')])).rejects.toThrow(
        StoreUnavailable,
      );
    await expect(open(url)).rejects.toThrow(/No leader/);
  });
});
