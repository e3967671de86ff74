import type { EventStore, Position } from '@stepwell/event-sourcing';
import { whileLeading } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { LEADERSHIP, readCheckpoint, servingModels } from '../projector/checkpoint.ts';
import { readModels } from '../read-models.ts';
import type { AnyReadModel } from '../table.ts';
import { Building } from './building.ts';
import type { TableDifference } from './difference.ts';
import type { Progress } from './progress.ts';

export interface RebuildOptions {
  readonly models?: readonly AnyReadModel[];
  /** Which of them, asked once nobody else builds; the default is all. */
  readonly choose?: (models: readonly AnyReadModel[]) => Promise<readonly AnyReadModel[]>;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
  /** Called once when another process is building; what it throws ends the waiting. */
  readonly onWait?: () => void;
  /** Told how the new tables differ from the old ones before they take their place; by default that is not looked at. */
  readonly onDifferences?: (differences: readonly TableDifference[]) => void;
}

export interface Rebuilt {
  readonly models: readonly AnyReadModel[];
  readonly events: number;
  readonly position: Position;
}

const never = new AbortController().signal;

/** Works on new tables while no other process does. Undefined when it was called off. */
export const whileBuilding = async <T>(
  pool: Pool,
  store: EventStore,
  options: RebuildOptions,
  work: (building: Building | undefined, models: readonly AnyReadModel[]) => Promise<T>,
): Promise<T | undefined> => {
  const { models = readModels, choose, progress = () => {}, log = console.error, onWait } = options;
  const stopping = options.signal ?? never;
  return whileLeading(pool, { lock: LEADERSHIP.building, stopping, onWait }, async (signal) => {
    const chosen = await withMissing(pool, models, (await choose?.(models)) ?? models);
    const building =
      chosen.length > 0 ? await Building.open(pool, store, chosen, { progress, signal, log }) : undefined;
    return work(building, chosen);
  });
};

// All read models stand at one position; one that has no table yet is made together with the others.
const withMissing = async (
  pool: Pool,
  models: readonly AnyReadModel[],
  chosen: readonly AnyReadModel[],
): Promise<readonly AnyReadModel[]> => {
  if (chosen.length === 0) return chosen;
  const serving = await servingModels(pool);
  return models.filter((model) => chosen.includes(model) || !serving.has(model.name));
};

/** Fills new tables from the log beside those that answer, and puts them in their place whatever the difference. */
export const rebuild = async (
  pool: Pool,
  store: EventStore,
  options: RebuildOptions = {},
): Promise<Rebuilt> => {
  const rebuilt = await whileBuilding(pool, store, options, async (building, models) => {
    if (!building) return undefined;
    await building.fill();
    if (options.onDifferences) options.onDifferences(await building.differences());
    const position = await building.switch();
    return { models, events: building.events, position };
  });
  return rebuilt ?? { models: [], events: 0, position: await readCheckpoint(pool) };
};
