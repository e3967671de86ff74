import { sendMutated } from './send-mutated.ts';

// `npm run test:mutations -- --messages 100000` is the long form.
test('1,000 mutated messages over MLLP: each is accepted, known, in quarantine or refused', async () => {
  const report = await sendMutated(1_000, 20_261_122, () => undefined);
  expect(report.faults).toEqual([]);
  expect(report.mutated).toBe(1_000);
  const { accepted, known, quarantined } = report.outcomes;
  for (const count of [accepted, known, quarantined, report.refused]) expect(count).toBeGreaterThan(0);
}, 120_000);
