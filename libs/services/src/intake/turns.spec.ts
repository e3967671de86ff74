import { Turns } from './turns.ts';

test('works of one name take turns, those of others do not wait', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const works = [
    turns.take('ana', async () => {
      await first.promise;
      done.push('ana 1');
    }),
    turns.take('ana', async () => void done.push('ana 2')),
    turns.take('ben', async () => void done.push('ben 1')),
  ];
  await works[2];
  first.resolve();
  await Promise.all(works);
  expect(done).toEqual(['ben 1', 'ana 1', 'ana 2']);
});

test('what waits behind a work that fails is not done without it, and what comes later is', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const admit = turns.take('ana', () => Promise.reject(new Error('the log is away')));
  const transfer = turns.take('ana', async () => void done.push('transferred'));
  await expect(admit).rejects.toThrow('the log is away');
  await expect(transfer).rejects.toThrow('the log is away');
  await turns.take('ana', async () => void done.push('admitted'));
  expect(done).toEqual(['admitted']);
});
