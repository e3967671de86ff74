import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../tokens.ts';
import { Hl7v2Intake, type Received } from './hl7v2-intake.ts';
import { quarantineItem, resolveQuarantined } from './quarantine.ts';

/** Tries quarantined messages again, once what stood in their way is mended: the site map, or an earlier message. */
@Injectable()
export class QuarantineReplay {
  private readonly pool: Pool;
  private readonly hl7v2: Hl7v2Intake;
  constructor(@Inject(POOL) pool: Pool, @Inject(Hl7v2Intake) hl7v2: Hl7v2Intake) {
    this.pool = pool;
    this.hl7v2 = hl7v2;
  }

  /** Undefined when there is no such message. One that is refused again stays where it is. */
  async replay(id: string): Promise<Received | undefined> {
    const item = await quarantineItem(this.pool, id);
    if (!item) return undefined;
    const received = await this.hl7v2.receive(item.content);
    if (received.outcome !== 'quarantined') await resolveQuarantined(this.pool, id);
    return received;
  }
}
