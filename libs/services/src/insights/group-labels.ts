import { Inject, Injectable } from '@nestjs/common';
import { payers, type Grouping } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { TODAY, POOL, type Today } from '../tokens.ts';
import { FacilityDirectory } from './facility-directory.ts';

/** The names of the groups of a rate, as people know them. */
@Injectable()
export class GroupLabels {
  private readonly pool: Pool;
  private readonly directory: FacilityDirectory;
  private readonly today: Today;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(FacilityDirectory) directory: FacilityDirectory,
    @Inject(TODAY) today: Today,
  ) {
    this.pool = pool;
    this.directory = directory;
    this.today = today;
  }

  async of(groupBy: Grouping): Promise<(key: string) => string> {
    if (groupBy === 'facility') return (await this.directory.names(this.today())).facility;
    if (groupBy === 'program') return (await this.directory.names(this.today())).program;
    if (groupBy !== 'payer') return (key) => key;
    const names = new Map((await payers(this.pool)).map(({ payerId, name }) => [payerId, name]));
    return (key) => names.get(key) ?? key;
  }
}
