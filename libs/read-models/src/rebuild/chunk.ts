import type { EventStore, Position } from '@stepwell/event-sourcing';
import type { Programs } from '@stepwell/measures';
import type { PoolClient } from 'pg';
import { attempt, Fault, told, writeCarefully } from '../projector/careful.ts';
import { withOthers } from '../persons/shown.ts';
import { rowsOf, type History } from '../projector/history.ts';
import { Tally } from '../projector/tally.ts';
import { CopyBuffer, tableOf, type AnyReadModel } from '../table.ts';

const FULL_BYTES = 4_000_000;
const FULL_EVENTS = 10_000;

/** The rows of some streams, on their way into new tables together. */
export class Chunk {
  private readonly models: readonly AnyReadModel[];
  private readonly programs: Programs;
  private readonly log: (line: string) => void;
  private readonly buffers: ReadonlyMap<AnyReadModel, CopyBuffer>;
  private readonly streamIds: string[] = [];
  private readonly troubled: [AnyReadModel, History][] = [];
  private all = Tally.of([]);
  private count = 0;

  constructor(models: readonly AnyReadModel[], programs: Programs, log: (line: string) => void) {
    this.log = log;
    this.models = models;
    this.programs = programs;
    this.buffers = new Map(models.map((model) => [model, new CopyBuffer(model, tableOf(model, true))]));
  }

  add(history: History): void {
    const { events } = history;
    this.streamIds.push(history.streamId);
    this.count += events.length;
    this.all = this.all.plus(Tally.of(events));
    const own = attempt(() => history.after(events.length));
    for (const model of this.models) {
      const rows = own instanceof Fault ? own : attempt(() => rowsOf(model, own, this.programs, history.key));
      if (rows instanceof Fault) this.troubled.push([model, history]);
      else this.buffers.get(model)!.add(rows as Record<string, unknown>[]);
    }
  }

  get isFull(): boolean {
    let bytes = 0;
    for (const buffer of this.buffers.values()) bytes += buffer.size;
    return bytes > FULL_BYTES || this.count > FULL_EVENTS;
  }

  get events(): number {
    return this.count;
  }

  get lastStream(): string | undefined {
    return this.streamIds.at(-1);
  }

  /** Writes all of it; what each read model consumed. Throws when the database refuses a row. */
  async write(client: PoolClient): Promise<Map<string, Tally>> {
    for (const buffer of this.buffers.values()) await buffer.write(client);
    const consumed = new Map(this.models.map(({ name }) => [name, this.all]));
    for (const [model, history] of this.troubled) {
      const { consumed: some } = await this.writeOne(client, model, history);
      const waiting = Tally.of(history.events.slice(some.length));
      consumed.set(model.name, consumed.get(model.name)!.minus(waiting));
    }
    return consumed;
  }

  /** The same stream by stream, so that what is refused holds back nothing else. */
  async writeCarefully(
    client: PoolClient,
    store: EventStore,
    position: Position,
  ): Promise<Map<string, Tally>> {
    const consumed = new Map(this.models.map(({ name }) => [name, Tally.of([])]));
    const streams = await store.readStreams(this.streamIds, position);
    const histories = await withOthers(store, streams, position);
    for (const model of this.models)
      for (const history of histories.values()) {
        const { consumed: some } = await this.writeOne(client, model, history);
        consumed.set(model.name, consumed.get(model.name)!.plus(Tally.of(some)));
      }
    return consumed;
  }

  private async writeOne(client: PoolClient, model: AnyReadModel, history: History) {
    const target = { model, table: tableOf(model, true), building: true };
    const written = await writeCarefully(client, target, history, { programs: this.programs, isNew: true });
    if (written.heldBy) this.log(told(model, history.streamId, written.heldBy));
    return written;
  }
}
