import { sideBySide } from './sideBySide.ts';

test('puts groups side by side, those too that only one of two answers has', () => {
  const [north, south, east] = [{ key: 'north' }, { key: 'south' }, { key: 'east' }];
  const found = sideBySide([north, south], [south, east]);
  expect(found.map(({ group }) => group.key)).toEqual(['north', 'south', 'east']);
  expect(found.map(({ before, after }) => [before?.key, after?.key])).toEqual([
    ['north', undefined],
    ['south', 'south'],
    [undefined, 'east'],
  ]);
});
