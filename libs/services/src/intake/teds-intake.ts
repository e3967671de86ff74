import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@stepwell/event-sourcing';
import { tedsRowToRequests, tedsRows, type TedsLine, type TedsRow } from '@stepwell/edges/teds-d';
import type { Pool } from 'pg';
import { POOL } from '../tokens.ts';
import { Intake } from './orders.ts';
import { keepInQuarantine } from './quarantine.ts';
import type { Accepted, Received } from './received.ts';

/** Takes rows of TEDS-D: each is one episode of a patient whom only that row knows. */
@Injectable()
export class TedsIntake {
  private readonly intake: Intake;
  private readonly pool: Pool;
  constructor(@Inject(Intake) intake: Intake, @Inject(POOL) pool: Pool) {
    this.intake = intake;
    this.pool = pool;
  }

  /** One row under the line that names its columns, as a quarantined row is kept; what is refused is not kept again. */
  async attempt(content: Uint8Array): Promise<Accepted | Refusal> {
    for await (const line of tedsRows([content]))
      return 'refusal' in line ? line.refusal : this.carryOut(line.row);
    return new Refusal('malformed', 'Keep the line that names the columns above the row.');
  }

  async receiveLine(line: TedsLine): Promise<Received> {
    const refusal = 'refusal' in line ? line.refusal : await this.carryOut(line.row);
    if (!(refusal instanceof Refusal)) return refusal;
    const quarantineId = await keepInQuarantine(this.pool, {
      channel: 'teds-d',
      content: Buffer.from(line.content),
      ...{ code: refusal.code, detail: `Line ${line.line}: ${refusal.detail}` },
      messageId: 'row' in line ? line.row['patient_id'] : undefined,
      messageType: 'TEDS-D',
    });
    return { outcome: 'quarantined', refusal, quarantineId };
  }

  private async carryOut(row: TedsRow): Promise<Accepted | Refusal> {
    const requests = tedsRowToRequests(row);
    if (requests instanceof Refusal) return requests;
    const answers = await this.intake.patient(requests[0]!.patientId, requests);
    const refused = answers.find((answer) => answer instanceof Refusal);
    if (refused) return refused;
    const isNew = answers.some((answer) => !(answer instanceof Refusal) && answer.outcome === 'appended');
    const { position } = answers.at(-1) as Exclude<(typeof answers)[number], Refusal>;
    return { outcome: isNew ? 'accepted' : 'known', position };
  }
}
