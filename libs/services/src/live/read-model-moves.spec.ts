import type { Position } from '@stepwell/event-sourcing';
import type { Pool } from 'pg';
import { ReadModelMoves } from './read-model-moves.ts';

const never = new AbortController().signal;
const at = (position: string) => position as Position;

/** Read models that say where they stand, and count how often they are asked. */
const readModels = (position: string) => {
  const asked = { times: 0, position };
  const query = async () => {
    asked.times++;
    if (asked.position === 'away') throw new Error('The database is away.');
    return { rows: [{ position: asked.position }] };
  };
  const moves = new ReadModelMoves({ query } as unknown as Pool);
  return { asked, moves };
};

test('many who wait share each look, and all are told of a move', async () => {
  const { asked, moves } = readModels('1');
  const readers = Array.from({ length: 100 }, () => moves.movedFrom(at('1'), never));
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(asked.times).toBeGreaterThan(1);
  expect(asked.times).toBeLessThan(10);
  asked.position = '2';
  expect(new Set(await Promise.all(readers))).toEqual(new Set(['2']));
  moves.onModuleDestroy();
});

test('a look that fails ends those who share it, and the next one is another', async () => {
  const { asked, moves } = readModels('away');
  await expect(moves.movedFrom(undefined, never)).rejects.toThrow('away');
  asked.position = '3';
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await moves.movedFrom(undefined, never)).toBe('3');
  moves.onModuleDestroy();
});

test('whoever goes, or outlives it, waits no more', async () => {
  const { moves } = readModels('1');
  const going = new AbortController();
  const readers = [moves.movedFrom(at('1'), going.signal), moves.movedFrom(at('1'), never)];
  going.abort();
  expect(await readers[0]).toBe('1');
  moves.onModuleDestroy();
  expect(await readers[1]).toBe('1');
});
