import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Body, Controller, Post, type Type } from '@nestjs/common';
import {
  MllpListener,
  RegisterPatientDto,
  SITE_MAP_FILE,
  chosenServices,
  createServer,
  openFoundation,
  readSiteMap,
} from '@stepwell/services';
import { compare, type Bench, type Benchmarks, type Figure } from './figure.ts';
import type { LoadOrder, LoadResult } from './senders.ts';

const ROUNDS = 7;
const ROUND_MS = 2_000;
const WARM_UP_MS = 4_000;
const CONNECTIONS = 64;
const MLLP_CONNECTIONS = 8;
const PIPELINED = 32;

/** Takes the body that a registration takes, checked as that is, and does nothing with it. */
const noopModule = (): Type => {
  class Noop {
    take(): object {
      return {};
    }
  }
  // Written out, since this file's types are only erased: decorators and the type of the body.
  const { prototype } = Noop;
  Controller('noop')(Noop);
  Post()(prototype, 'take', Object.getOwnPropertyDescriptor(prototype, 'take')!);
  Body()(prototype, 'take', 0);
  Reflect.defineMetadata('design:paramtypes', [RegisterPatientDto], prototype, 'take');
  class NoopModule {}
  Reflect.defineMetadata('controllers', [Noop], NoopModule);
  return NoopModule;
};

const loaded = async (sender: ChildProcess, order: LoadOrder): Promise<number> => {
  sender.send(order);
  const [result] = (await once(sender, 'message')) as [LoadResult];
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answered} were refused`);
  return result.perSecond;
};

const information = (name: string, value: number, unit: string): Figure => ({
  name,
  value,
  unit,
  target: null,
});

/**
 * Registrations over REST against the same without effect; and admissions over MLLP against registrations. Intake alone runs
 * in this process, its senders in another, PostgreSQL in its own.
 */
const commands = async (bench: Bench): Promise<Figure[]> => {
  const databaseUrl = await bench.database('commands');
  const foundation = await openFoundation({ databaseUrl, dataFolder: bench.folder }, bench.log);
  const siteMap = await readSiteMap(SITE_MAP_FILE);
  const intake = await createServer(chosenServices(['intake'], foundation, siteMap), {
    logLevels: ['error'],
  });
  const noop = await createServer([...chosenServices([], foundation, siteMap), noopModule()], {
    logLevels: ['error'],
  });
  const sender = fork(join(import.meta.dirname, 'senders.ts'));
  try {
    await intake.listen(0, '127.0.0.1');
    await noop.listen(0, '127.0.0.1');
    const bounds = { frameBytes: 1_000_000, connections: 100, waiting: 64, idleMs: 60_000 };
    const { port: mllpPort } = await intake
      .get(MllpListener)
      .listen({ port: 0, host: '127.0.0.1', ...bounds });
    const portOf = async (app: typeof intake) => Number(new URL(await app.getUrl()).port);
    const http = { protocol: 'http', connections: CONNECTIONS, inFlight: 1 } as const;
    const registering = { ...http, port: await portOf(intake), path: '/v1/patients' };
    const doingNothing = { ...http, port: await portOf(noop), path: '/noop' };
    const admitting: Omit<LoadOrder, 'ms'> = {
      ...{ protocol: 'mllp', port: mllpPort, path: '', connections: MLLP_CONNECTIONS, inFlight: PIPELINED },
    };
    const measure =
      (order: Omit<LoadOrder, 'ms'>, ms = ROUND_MS) =>
      () =>
        loaded(sender, { ...order, ms });
    for (const order of [registering, doingNothing, admitting]) await measure(order, WARM_UP_MS)();
    const rest = await compare(ROUNDS, measure(registering), measure(doingNothing));
    const mllp = await compare(ROUNDS, measure(admitting), measure(registering));
    return [
      { name: 'command.vs-noop', value: rest.ratio, unit: '×', target: 0.4 },
      information('command', rest.first, 'commands/s'),
      information('command.noop', rest.second, 'requests/s'),
      { name: 'mllp.vs-command', value: mllp.ratio, unit: '×', target: 0.5 },
      information('mllp', mllp.first, 'messages/s'),
    ];
  } finally {
    sender.disconnect();
    await noop.close();
    await intake.close();
    await foundation.close();
  }
};

export const commandBenchmarks: Benchmarks = { 'command.vs-noop': commands };
