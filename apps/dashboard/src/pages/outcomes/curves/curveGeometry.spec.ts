import { bandPath, endOf, pointOn, stepPath } from './curveGeometry.ts';

const scales = { x: (days: number) => days, y: (share: number) => 100 * (1 - share) };
const curve = {
  subjects: 4,
  events: 2,
  medianDays: 20,
  points: [
    { days: 10, atRisk: 4, events: 1, survival: 0.75, interval: { low: 0.5, high: 0.9 } },
    { days: 20, atRisk: 2, events: 1, survival: 0.375, interval: { low: 0.1, high: 0.7 } },
  ],
  numberAtRisk: [
    { days: 0, atRisk: 4 },
    { days: 30, atRisk: 1 },
    { days: 60, atRisk: 0 },
  ],
};

test('the line falls on the day of an event and runs on as long as somebody is followed', () => {
  expect(endOf(curve)).toBe(30);
  expect(stepPath(curve, scales)).toBe('M0.0,0.0L10.0,0.0L10.0,25.0L20.0,25.0L20.0,62.5L30.0,62.5');
});

test('the band goes out along the upper bound and back along the lower', () => {
  expect(bandPath(curve, scales)).toBe(
    'M0.0,0.0L10.0,0.0L10.0,10.0L20.0,10.0L20.0,30.0L30.0,30.0L30.0,90.0L20.0,90.0L20.0,50.0L10.0,50.0L10.0,0.0L0.0,0.0Z',
  );
});

test('the band ends where nobody is left without the event', () => {
  const [first, last] = curve.points;
  const ended = { ...curve, points: [first!, { ...last!, survival: 0, interval: null }] };
  expect(bandPath(ended, scales)).toContain('L20.0,10.0L20.0,50.0L');
  expect(bandPath(ended, scales)).not.toContain('30.0,');
});

test('a day is answered by the last step before it', () => {
  expect(pointOn(curve, 9)).toBeUndefined();
  expect(pointOn(curve, 10)?.survival).toBe(0.75);
  expect(pointOn(curve, 500)?.survival).toBe(0.375);
});
