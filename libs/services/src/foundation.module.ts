import { Module, type DynamicModule } from '@nestjs/common';
import type { SiteMap } from '@stepwell/edges/hl7v2';
import { localDate } from '@stepwell/pathway';
import type { FoundationPorts } from './foundation.ts';
import { Faults } from './health/faults.ts';
import {
  CLOCK,
  DEFAULT_SETTINGS,
  POOL,
  SETTINGS,
  SITE_MAP,
  STORE,
  TODAY,
  WHAT_IF,
  type Clock,
} from './tokens.ts';

export const systemClock: Clock = () => new Date().toISOString();

/** Gives every module what `main.ts` opened. */
@Module({})
export class FoundationModule {
  static with(
    { pool, store, whatIf }: FoundationPorts,
    siteMap: SiteMap,
    clock = systemClock,
    settings = DEFAULT_SETTINGS,
  ): DynamicModule {
    const ports = [
      { provide: POOL, useValue: pool },
      { provide: STORE, useValue: store },
      { provide: WHAT_IF, useValue: whatIf },
      { provide: SITE_MAP, useValue: siteMap },
      { provide: CLOCK, useValue: clock },
      { provide: TODAY, useValue: () => localDate(clock(), settings.timeZone) },
      { provide: SETTINGS, useValue: settings },
    ];
    return {
      module: FoundationModule,
      global: true,
      providers: [...ports, Faults],
      exports: [...ports.map(({ provide }) => provide), Faults],
    };
  }
}
