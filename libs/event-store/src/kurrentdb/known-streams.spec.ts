import { KnownStreams } from './known-streams.ts';

const seen = (from: number, count: number, name = 'e') =>
  Array.from({ length: count }, (_, n) => ({ id: `${name}${from + n}`, revision: from + n }));

test('what follows on what is known is known too; what leaves a gap is not', () => {
  const known = new KnownStreams(100);
  known.saw('a', seen(0, 2));
  known.saw('a', seen(2, 2));
  known.saw('a', seen(5, 1));
  known.saw('b', seen(1, 1));
  expect(known.get('a')).toEqual({ ids: new Set(['e0', 'e1', 'e2', 'e3']), last: 3 });
  expect(known.get('b')).toBeUndefined();
});

test('seeing again what is known changes nothing', () => {
  const known = new KnownStreams(100);
  known.saw('a', seen(0, 3));
  known.saw('a', seen(1, 1));
  expect(known.get('a')?.last).toBe(2);
});

test('a stream that was not there is known to be absent', () => {
  const known = new KnownStreams(100);
  known.saw('a', []);
  expect(known.get('a')).toEqual({ ids: new Set(), last: -1 });
});

test('the streams used longest ago are forgotten, absent ones too, and the last one never', () => {
  const known = new KnownStreams(10);
  known.saw('a', seen(0, 3, 'a'));
  known.saw('b', seen(0, 3, 'b'));
  known.get('a');
  known.saw('c', seen(0, 3, 'c'));
  expect(['a', 'b', 'c'].filter((name) => known.get(name))).toEqual(['a', 'c']);
  known.saw('large', seen(0, 50));
  expect(['a', 'c', 'large'].filter((name) => known.get(name))).toEqual(['large']);
  known.forget('large');
  for (let n = 0; n < 30; n++) known.saw(`absent${n}`, []);
  expect(Array.from({ length: 30 }, (_, n) => known.get(`absent${n}`)).filter(Boolean)).toHaveLength(10);
});
