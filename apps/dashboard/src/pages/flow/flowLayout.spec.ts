import type { Flow } from '../../api/types.ts';
import { layOutFlow } from './flowLayout.ts';

const flow = (fromLevel: Flow['fromLevel'], toLevel: Flow['toLevel'], count: number): Flow => ({
  fromLevel,
  toLevel,
  count,
  direction: 'lateral',
  medianDaysAtFrom: null,
  medianGapDays: null,
});

const flows = [
  flow(null, 'inpatient', 30),
  flow('inpatient', 'intensive-outpatient', 20),
  flow('intensive-outpatient', 'inpatient', 5),
  flow('inpatient', null, 45),
];

test('a level stands as tall as the moves that leave or reach it', () => {
  const { left, right } = layOutFlow(flows, 200);
  const inpatient = left.find(({ key }) => key === 'inpatient');
  expect(inpatient).toMatchObject({ total: 65, height: 130 });
  expect(right.find(({ key }) => key === 'inpatient')).toMatchObject({ total: 35, height: 70 });
});

test('the community comes first on the left, out of treatment last on the right', () => {
  const { left, right } = layOutFlow(flows, 200);
  expect(left.map(({ key }) => key)).toEqual(['none', 'inpatient', 'intensive-outpatient']);
  expect(right.map(({ key }) => key)).toEqual(['inpatient', 'intensive-outpatient', 'none']);
});

test('ribbons fill their nodes without overlapping', () => {
  const { left, ribbons } = layOutFlow(flows, 200);
  const leaving = ribbons.filter(({ flow: { fromLevel } }) => fromLevel === 'inpatient');
  expect(leaving.map(({ fromY }) => fromY)).toEqual([left[1]?.y, (left[1]?.y ?? 0) + 40]);
});

test('no moves make an empty picture', () => {
  expect(layOutFlow([], 200)).toEqual({ left: [], right: [], ribbons: [], height: 0 });
});
