import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore, type Fact } from '@stepwell/event-sourcing';
import { demonstrationLoaded, pendingDemonstration } from './demonstration.ts';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'stepwell-demonstration-'));
});
afterEach(() => rm(dataFolder, { recursive: true }));

const withAnEvent = async (): Promise<MemoryEventStore> => {
  const store = new MemoryEventStore();
  const id = '00000000-0000-4000-8000-000000000001';
  await store.append(
    'pathway-1',
    [{ id, type: 'T', schemaVersion: 1, data: {}, metadata: {} } as Fact],
    'any',
  );
  return store;
};
const empty = () => new MemoryEventStore();
const OWN = 'postgres://me:secret@db:5432/hospital';

describe('the demonstration network', () => {
  test('is loaded into an empty log, and into no other', async () => {
    expect(await pendingDemonstration({ demo: false, dataFolder }, { store: empty() }, '2026-03-01')).toBe(
      undefined,
    );
    const other = { demo: true, dataFolder };
    expect(await pendingDemonstration(other, { store: await withAnEvent() }, '2026-03-01')).toBe(undefined);
    expect(await pendingDemonstration(other, { store: empty() }, '2026-03-01')).toBeDefined();
  });

  test('is gone on with where it was cut short, as it was begun', async () => {
    const embedded = { demo: true, dataFolder };
    const begun = await pendingDemonstration(embedded, { store: empty() }, '2026-03-01');
    expect(await pendingDemonstration(embedded, { store: await withAnEvent() }, '2026-03-02')).toEqual(begun);
    await demonstrationLoaded(embedded, begun!);
    expect(await pendingDemonstration(embedded, { store: await withAnEvent() }, '2026-03-02')).toBe(
      undefined,
    );
    expect(await readdir(dataFolder)).toEqual(['demonstration.json']);
  });

  test('that was cut short in one database never goes into another that holds something', async () => {
    await pendingDemonstration({ demo: true, dataFolder }, { store: empty() }, '2026-03-01');
    const own = { demo: true, dataFolder, databaseUrl: OWN };
    expect(await pendingDemonstration(own, { store: await withAnEvent() }, '2026-03-01')).toBe(undefined);
    const kurrentDb = { ...own, kurrentDbUrl: 'esdb://me:secret@log:2113,log2:2113?tls=true' };
    expect(await pendingDemonstration(kurrentDb, { store: await withAnEvent() }, '2026-03-01')).toBe(
      undefined,
    );
  });

  test('never writes down a password', async () => {
    const kurrentDbUrl = 'esdb://me:secret@log:2113,log2:2113?tls=true';
    for (const place of [{ databaseUrl: OWN }, { kurrentDbUrl }]) {
      await pendingDemonstration({ demo: true, dataFolder, ...place }, { store: empty() }, '2026-03-01');
      const written = await readFile(join(dataFolder, 'demonstration.json'), 'utf8');
      expect(written).not.toContain('secret');
      expect(written).toContain('kurrentDbUrl' in place ? '"log:2113,log2:2113"' : '"db:5432/hospital"');
    }
  });
});
