import { Inject, Injectable } from '@nestjs/common';
import type { EventStore } from '@stepwell/event-sourcing';
import { TooManyChanged, asKnownAt, type KnownAt } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Problem } from '../http/problem.ts';
import { momentOf, type AskedMoment } from '../moment.ts';
import { POOL, SETTINGS, STORE, TODAY, type Settings, type Today } from '../tokens.ts';

/** Reports as they were known at a moment, by the calendar of the installation. */
@Injectable()
export class EarlierReports {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly settings: Settings;
  private readonly today: Today;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(STORE) store: EventStore,
    @Inject(SETTINGS) settings: Settings,
    @Inject(TODAY) today: Today,
  ) {
    this.pool = pool;
    this.store = store;
    this.settings = settings;
    this.today = today;
  }

  /** The moment that a query names, where it names one; no window has closed that is open today, however late it is. */
  moment(knownAt: string): AskedMoment;
  moment(knownAt: string | undefined): AskedMoment | undefined;
  moment(knownAt: string | undefined): AskedMoment | undefined {
    if (knownAt === undefined) return undefined;
    const [asked, today] = [momentOf(knownAt, this.settings.timeZone), this.today()];
    return asked.today > today ? { ...asked, today } : asked;
  }

  async ask<T>(moment: AskedMoment, ask: (known: KnownAt) => Promise<T>): Promise<T> {
    try {
      return await asKnownAt({ pool: this.pool, store: this.store }, moment, ask);
    } catch (error) {
      if (!(error instanceof TooManyChanged)) throw error;
      throw new Problem(422, 'too-much-changed', `${error.message} Ask for a later instant.`);
    }
  }
}
