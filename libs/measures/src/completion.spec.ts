import { DISCHARGE_REASONS, type LevelOfCare } from '@stepwell/pathway';
import { admitted, cancelled, discharged, jan, transitioned } from '@stepwell/pathway/testing';
import { casesOf, coarsely, verdicts } from './testing/verdicts.ts';

const iop = admitted(jan(5), 'intensive-outpatient');

test.each(DISCHARGE_REASONS)('an episode that ended as %s', (reason) => {
  const past = [iop, discharged(jan(20), reason)];
  const [completed, transferred] = [reason === 'completed', reason === 'transferred'];
  expect(casesOf('completion', past)).toMatchObject([
    { outcome: completed ? 'numerator' : 'not-numerator', indexOn: '2026-01-20', windowEnds: '2026-01-20' },
  ]);
  expect(casesOf('completion-or-transfer', past)).toMatchObject([
    { outcome: completed || transferred ? 'numerator' : 'not-numerator', eventIds: ['e2'] },
  ]);
});

describe('an episode', () => {
  test('that is open is not counted', () => expect(verdicts('completion', iop)).toEqual([]));
  test('whose discharge is cancelled is open', () =>
    expect(
      verdicts('completion', iop, discharged(jan(20)), cancelled(jan(21), 'DischargeCancelled', 'e2')),
    ).toEqual([]));
  test.each<LevelOfCare>(['inpatient', 'partial-hospitalization', 'outpatient', 'aftercare'])(
    'of %s care is not counted',
    (level) => expect(verdicts('completion', admitted(jan(5), level), discharged(jan(20)))).toEqual([]),
  );
  test('that stepped down to intensive outpatient care is counted', () =>
    expect(
      verdicts(
        'completion',
        admitted(jan(5)),
        transitioned(jan(10), 'intensive-outpatient'),
        discharged(jan(20)),
      ),
    ).toEqual(['2026-01-20 intensive-outpatient numerator']));
  test('that stepped down out of it is not', () =>
    expect(verdicts('completion', iop, transitioned(jan(10), 'outpatient'), discharged(jan(20)))).toEqual(
      [],
    ));
  test('of which only the year is known is counted: no window is', () =>
    expect(casesOf('completion', [iop, coarsely('year', discharged(jan(20)))])).toMatchObject([
      { outcome: 'numerator', indexPrecision: 'year' },
    ]));
  test('is dated by the clocks of its facility', () => {
    const last = (time: string) => casesOf('completion', [iop, discharged(jan(20, time))])[0]!.indexOn;
    expect([last('23:59'), last('00:00')]).toEqual(['2026-01-20', '2026-01-20']);
  });
});
