import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { filterOf, indexOf, toResponse } from './read-requests.ts';
import type { ServerLog } from './server-log.ts';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/**
 * Follows $all for one client: what comes after its position, a checkpoint and "caught up" when that is through, then
 * what is written, with a checkpoint whenever so many events were looked at. It can be slow to look at a thousand.
 */
export const subscribeToAll = async (log: ServerLog, call: Call, slownessMs = 0): Promise<void> => {
  const options = call.request.getOptions()!;
  const all = options.getAll()!;
  const search = searcher(log, call, slownessMs);
  // A subscription's position is the last one that its client has.
  let next = all.hasPosition() ? indexOf(log, all) + 1 : indexOf(log, all);
  const id = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID());
  await send(call, new streams.ReadResp().setConfirmation(id));
  next = await search(next);
  await send(call, checkpoint(log.records.at(-1)!.position));
  await send(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
  while (!call.cancelled) {
    await written(log, call);
    next = await search(next);
  }
};

/** Sends what passes the filter from an index on, and gives the index of what is not there yet. */
const searcher = (log: ServerLog, call: Call, slownessMs: number): ((from: number) => Promise<number>) => {
  const options = call.request.getOptions()!;
  const passes = filterOf(options);
  const filter = options.getFilter();
  const window = (filter?.getMax() || 32) * (filter?.getCheckpointintervalmultiplier() || 1);
  let considered = 0;
  return async (from) => {
    let next = from;
    for (; next < log.records.length && !call.cancelled; next++) {
      const record = log.records[next]!;
      if (passes(record)) await send(call, toResponse(record));
      considered += 1;
      if (slownessMs > 0 && considered % 1_000 === 0) await sleep(slownessMs);
      if (considered % window === 0) await send(call, checkpoint(record.position));
    }
    return next;
  };
};

const written = (log: ServerLog, call: Call): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stop();
      call.off('cancelled', done);
      resolve();
    };
    const stop = log.onWritten(done);
    call.on('cancelled', done);
    if (call.cancelled) done();
  });

const checkpoint = (position: bigint): ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint()
      .setCommitPosition(String(position))
      .setPreparePosition(String(position)),
  );

/** Writes, and waits while the client has not taken what was written before. */
export const send = async (call: Call, response: ReadResp): Promise<void> => {
  if (call.cancelled || call.write(response)) return;
  const gone = new AbortController();
  const cancelled = () => gone.abort();
  call.once('cancelled', cancelled);
  await once(call, 'drain', { signal: gone.signal }).catch(() => undefined);
  call.off('cancelled', cancelled);
};
