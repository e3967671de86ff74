import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../tokens.ts';
import { Hl7v2Intake } from './hl7v2-intake.ts';
import { TedsIntake } from './teds-intake.ts';
import type { Received } from './received.ts';
import { quarantineItem, resolveQuarantined } from './quarantine.ts';

/** Tries quarantined messages again, once what stood in their way is mended: the site map, or an earlier message. */
@Injectable()
export class QuarantineReplay {
  private readonly pool: Pool;
  private readonly hl7v2: Hl7v2Intake;
  private readonly teds: TedsIntake;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(Hl7v2Intake) hl7v2: Hl7v2Intake,
    @Inject(TedsIntake) teds: TedsIntake,
  ) {
    this.pool = pool;
    this.hl7v2 = hl7v2;
    this.teds = teds;
  }

  /** Undefined when there is no such message. One that is refused again stays where it is. */
  async replay(id: string): Promise<Received | undefined> {
    const item = await quarantineItem(this.pool, id);
    if (!item) return undefined;
    const received = await (item.channel === 'hl7v2' ? this.hl7v2 : this.teds).receive(item.content);
    if (received.outcome !== 'quarantined') await resolveQuarantined(this.pool, id);
    return received;
  }
}
