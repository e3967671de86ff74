import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EventStore } from '@stepwell/event-sourcing';
import { pathway } from '@stepwell/pathway';
import {
  progressOf,
  resultOf,
  type Part,
  type WhatIfOptions,
  type WhatIfPart,
  type WhatIfProgress,
  type WhatIfQuestion,
  type WhatIfResult,
} from '@stepwell/read-models';
import type { LogPlace } from '../../open-store.ts';
import type { JudgingWork, Said } from './judging-thread.ts';

/** Judges every history by a measure's own rule and by another one. */
export type WhatIf = (question: WhatIfQuestion, options: WhatIfOptions) => Promise<WhatIfResult>;

/** More would rather wait for the database. */
const MOST_THREADS = 8;
const YOUNG_GENERATION_MB = 64;

// A module of this folder, compiled or not as this one is.
const extension = extname(import.meta.url);
const THREAD = new URL(`./judging-thread${extension}`, import.meta.url);
const FROM_SOURCES = ['--conditions=stepwell-source', '--no-warnings'];

/**
 * Divides the histories among as many threads as there are processors: so what is asked of all of them is answered sooner, and
 * holds up nothing else that this process does.
 */
export const whatIfInThreads =
  (place: LogPlace, store: EventStore): WhatIf =>
  async (question, options) => {
    const { signal, progress, mostFlips, upTo } = options;
    const ends = await store.divideCategory(pathway.category, Math.min(availableParallelism(), MOST_THREADS));
    const parts: Part[] = [...ends, undefined].map((until, n) => ({ after: ends[n - 1], until }));
    const failed = new AbortController();
    const stopping = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
    const come: WhatIfProgress[] = parts.map(() => ({ patients: 0, events: 0 }));
    const { measure, ...rest } = question;
    const judged = parts.map((part, n) =>
      judgeInThread({ place, measureId: measure.id, ...rest, part, upTo, mostFlips }, stopping, (done) => {
        come[n] = done;
        progress?.(progressOf(come));
      }),
    );
    try {
      return resultOf(question, await Promise.all(judged), mostFlips);
    } finally {
      // Where one has failed, the others work for nothing.
      failed.abort();
      await Promise.allSettled(judged);
    }
  };

const judgeInThread = (
  work: JudgingWork,
  signal: AbortSignal,
  progress: (done: WhatIfProgress) => void,
): Promise<WhatIfPart> =>
  new Promise((done, fail) => {
    signal.throwIfAborted();
    const thread = new Worker(THREAD, {
      workerData: work,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      ...(extension === '.ts' && { execArgv: FROM_SOURCES }),
    });
    const stop = () => void thread.terminate();
    signal.addEventListener('abort', stop, { once: true });
    let part: WhatIfPart | undefined;
    thread.on('message', (said: Said) => {
      if ('progress' in said) progress(said.progress);
      else part = said.part;
    });
    thread.on('error', fail);
    thread.on('exit', () => {
      signal.removeEventListener('abort', stop);
      if (part) done(part);
      else
        fail(
          signal.aborted
            ? (signal.reason as Error)
            : new Error('A thread that judged histories ended early.'),
        );
    });
  });
