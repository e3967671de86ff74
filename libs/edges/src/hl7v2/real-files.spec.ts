import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryEventStore } from '@stepwell/event-sourcing';
import { carryOut, counted, type Outcome } from '../testing/carry-out.ts';
import { REPOSITORY, describeWithFile } from '../testing/shared-data.ts';
import { adtToRequest } from './adt-to-request.ts';
import { decodeMessage } from './character-set.ts';
import { parseSiteMap } from './parse-site-map.ts';
import { splitMessages } from './split-messages.ts';
import type { SiteMap } from './site-map.ts';

const example = readFileSync(join(REPOSITORY, 'infra/site-map.example.json'), 'utf8');
const siteMap = parseSiteMap(JSON.parse(example)) as SiteMap;

/** Sends a file to a store as intake does. */
const send = async (store: MemoryEventStore, path: string): Promise<Record<Outcome, number>> => {
  const outcomes: Outcome[] = [];
  for await (const { bytes } of splitMessages(createReadStream(path, { highWaterMark: 1000 }))) {
    const text = decodeMessage(bytes);
    outcomes.push(await carryOut(store, typeof text === 'string' ? adtToRequest(text, siteMap) : text));
  }
  return counted(outcomes);
};

describeWithFile('hl7v2/accmgr-adt.hl7', (path) => {
  test('124 messages: 15 numbers sent over and over, one of them for two contents', async () => {
    const store = new MemoryEventStore();
    const first = await send(store, path);
    console.info('accmgr-adt.hl7', first);
    // 6032610 says nothing that 603269 had not said, so all of its eight sendings change nothing.
    expect(first).toEqual({ appended: 14, known: 94, unchanged: 8, 'refused command-id-reused': 8 });
    const end = await store.head();
    expect(await send(store, path)).toEqual({ known: 108, unchanged: 8, 'refused command-id-reused': 8 });
    expect(await store.head()).toBe(end);
  });
});

describeWithFile('hl7v2/simhospital.hl7', (path) => {
  test('1,013 messages: the admissions and the merge are taken, results and documents are turned away', async () => {
    const store = new MemoryEventStore();
    const first = await send(store, path);
    console.info('simhospital.hl7', first);
    const refused = { 'refused unsupported-message-type': 612 };
    expect(first).toEqual({ appended: 401, ...refused });
    const end = await store.head();
    expect(await send(store, path)).toEqual({ known: 401, ...refused });
    expect(await store.head()).toBe(end);
  });
});
