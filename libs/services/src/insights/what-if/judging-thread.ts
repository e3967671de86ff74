import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Position } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import {
  whatIfPart,
  type Part,
  type WhatIfPart,
  type WhatIfProgress,
  type WhatIfQuestion,
} from '@stepwell/read-models';
import { openStore, type LogPlace } from '../../open-store.ts';

/** What a thread is given to do: a part of the histories to judge, in plain values. */
export interface JudgingWork extends Omit<WhatIfQuestion, 'measure'> {
  readonly place: LogPlace;
  readonly measureId: string;
  readonly part: Part;
  readonly upTo: Position;
  readonly mostFlips?: number | undefined;
}

/** What it says: how far it has come, and at last what it found. */
export type Said = { readonly progress: WhatIfProgress } | { readonly part: WhatIfPart };

const say = (said: Said): void => parentPort!.postMessage(said);

const { place, measureId, part, upTo, mostFlips, ...question } = workerData as JudgingWork;

// Whoever records something goes first. Elsewhere it is the priority of the process; and nobody may raise it again.
if (process.platform === 'linux')
  setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));

const store = await openStore(place, console.error);
try {
  const measure = measureById(measureId)!;
  say({
    part: await whatIfPart(store, { ...question, measure }, part, {
      ...{ upTo, mostFlips },
      progress: (progress) => say({ progress }),
    }),
  });
} finally {
  await store.close();
}
