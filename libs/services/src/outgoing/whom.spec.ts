import { MemoryEventStore } from '@stepwell/event-sourcing';
import { admitted, jan, registered, type Told } from '@stepwell/pathway/testing';
import { tell } from '@stepwell/read-models/testing';
import { Whom } from './whom.ts';

const covered: Told = {
  type: 'CoverageStarted',
  data: { coverageId: 'c1', payerId: 'hmo', from: '2026-01-01', person: {} },
  at: jan(1),
};
const merger = { survivorId: 'new', absorbedId: 'old' };

test('an admission under a number that was merged concerns whoever covers the person', async () => {
  const store = new MemoryEventStore();
  const payers = async () => {
    const [, admission] = await store.readStream('pathway-old');
    return [...(await new Whom(store).of([admission!])).values()].map(({ payers, facilities }) => [
      ...[...facilities, ...payers],
    ]);
  };
  await tell(store, 'old', registered, admitted(jan(5)));
  await tell(store, 'new', registered, covered);
  expect(await payers()).toEqual([['north']]);
  await tell(store, 'old', { type: 'PatientsMerged', data: { ...merger, role: 'absorbed' }, at: jan(9) });
  expect(await payers()).toEqual([['north']]);
  await tell(store, 'new', { type: 'PatientsMerged', data: { ...merger, role: 'survivor' }, at: jan(9) });
  expect(await payers()).toEqual([['north', 'hmo']]);
  for (const [id, role, voids] of [
    ['old', 'absorbed', 'e2'],
    ['new', 'survivor', 'e2'],
  ] as const)
    await tell(store, id, { type: 'PatientsUnmerged', data: { ...merger, role, voids }, at: jan(10) });
  expect(await payers()).toEqual([['north']]);
});
