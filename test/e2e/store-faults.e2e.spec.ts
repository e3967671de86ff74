import { StoreOverloaded } from '@stepwell/event-sourcing';
import { admission } from './testing/admissions.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await runPlatform();
}, 60_000);
afterAll(() => platform.stop());

const whileFailing = async (error: Error, work: () => Promise<void>): Promise<void> => {
  const { store } = platform.foundation;
  store.append = () => Promise.reject(error);
  try {
    await work();
  } finally {
    delete (store as Partial<typeof store>).append;
  }
};

const sendMessage = () => platform.post('/v1/hl7v2', admission(1), { 'content-type': 'application/hl7-v2' });

test('an HL7 message that cannot be recorded is answered with AR and accepted when it is sent again', async () => {
  await whileFailing(new Error('the disk is full'), async () => {
    const { status, body } = await sendMessage();
    expect(status).toBe(500);
    expect(body).toMatch(/\rMSA\|AR\|K1\r/);
    expect(body).not.toContain('disk');
  });
  expect((await sendMessage()).body).toMatch(/\rMSA\|AA\|K1\r/);
});

test('a recording that fails is a problem without a trace of where; an overloaded log says when to come back', async () => {
  const register = () => platform.post('/v1/patients', { identifiers: [{ system: 's', value: 'v' }] });
  await whileFailing(new Error('the disk is full'), async () =>
    expect(await register()).toMatchObject({
      status: 500,
      body: { code: 'internal-error', detail: expect.not.stringContaining('disk') },
    }),
  );
  await whileFailing(new StoreOverloaded(), async () =>
    expect(await register()).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'store-overloaded' },
    }),
  );
  expect((await register()).status).toBe(201);
});
