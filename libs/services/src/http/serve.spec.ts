import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { MemoryEventStore } from '@stepwell/event-sourcing';
import { FoundationModule } from '../foundation.module.ts';
import type { FoundationPorts } from '../foundation.ts';
import { SITE_MAP_FILE, readSiteMap } from '../intake/read-site-map.ts';
import { createServer } from './serve.ts';

let ended: string[];

@Module({})
class Lasting implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly timer = setInterval(() => undefined, 60_000);
  onApplicationBootstrap(): void {
    ended = [];
  }
  onModuleDestroy(): void {
    clearInterval(this.timer);
    ended.push('lasting');
  }
}

@Module({})
class Failing implements OnApplicationBootstrap {
  onApplicationBootstrap(): void {
    throw new Error('of another log');
  }
}

test('what has begun ends where something else cannot begin', async () => {
  const ports: FoundationPorts = {
    pool: {} as FoundationPorts['pool'],
    store: new MemoryEventStore(),
    whatIf: () => Promise.reject(new Error('Nobody asks.')),
  };
  const foundation = FoundationModule.with(ports, await readSiteMap(SITE_MAP_FILE));
  await expect(createServer([foundation, Lasting, Failing], { logLevels: [] })).rejects.toThrow(
    'of another log',
  );
  expect(ended).toEqual(['lasting']);
});
