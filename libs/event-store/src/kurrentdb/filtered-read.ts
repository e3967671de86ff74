import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import service from '@eventstore/db-client/generated/streams_grpc_pb.js';
import primitives from '@eventstore/db-client/generated/shared_pb.js';
import readStream from '@eventstore/db-client/dist/streams/utils/ReadStream.js';
import { START, type Position } from '@stepwell/event-sourcing';
import type { VendorRead } from './collect.ts';
import { internalsOf, type VendorClient } from './connection.ts';

const { Options } = streams.ReadReq;
const { BACKWARDS, FORWARDS } = Options.ReadDirection;

export interface FilteredRead {
  /** A regular expression (of .NET) for the names of streams, or for the types of events. */
  readonly filter: { readonly stream: string } | { readonly type: string };
  /** Where to begin, that place included; `end` reads backwards from the log's end. */
  readonly from: Position | 'end';
  readonly limit: number;
}

/** How many events the server looks at before it makes itself a pause. Its own default of 32 is for dense filters. */
const SEARCH_WINDOW = 1_000;

export type WireEvent = ReadResp.ReadEvent;

/** Reads $all through a filter at the server: what the protocol offers and the vendor's `readAll` has no option for. */
export const readFiltered = <Event>(
  client: VendorClient,
  read: FilteredRead,
  convert: (event: WireEvent) => Event,
): VendorRead => {
  const { GRPCStreamCreator, callArguments } = internalsOf(client);
  const call = callArguments({ requiresLeader: true }, { deadline: Infinity });
  const create = GRPCStreamCreator(service.StreamsClient, 'readAll', (streamsClient) =>
    streamsClient.read(toRequest(read), ...call),
  );
  return new readStream.ReadStream<Event>(create, convert as never, {});
};

const toRequest = ({ filter, from, limit }: FilteredRead): InstanceType<typeof streams.ReadReq> => {
  const all = new Options.AllOptions();
  if (from === 'end') all.setEnd(new primitives.Empty());
  else if (from === START) all.setStart(new primitives.Empty());
  else all.setPosition(new Options.Position().setCommitPosition(from).setPreparePosition(from));

  const filterOptions = new Options.FilterOptions().setMax(SEARCH_WINDOW).setCheckpointintervalmultiplier(1);
  const expression = new Options.FilterOptions.Expression();
  if ('stream' in filter) filterOptions.setStreamIdentifier(expression.setRegex(filter.stream));
  else filterOptions.setEventType(expression.setRegex(filter.type));

  const options = new Options()
    .setAll(all)
    .setReadDirection(from === 'end' ? BACKWARDS : FORWARDS)
    .setCount(String(limit))
    .setFilter(filterOptions)
    .setUuidOption(new Options.UUIDOption().setString(new primitives.Empty()));
  return new streams.ReadReq().setOptions(options);
};
