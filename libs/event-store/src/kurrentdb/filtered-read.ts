import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import service from '@eventstore/db-client/generated/streams_grpc_pb.js';
import primitives from '@eventstore/db-client/generated/shared_pb.js';
import { START, type Position } from '@stepwell/event-sourcing';
import type { ClientReadableStream } from '@grpc/grpc-js';
import { internalsOf, type VendorClient } from './connection.ts';

const { Options } = streams.ReadReq;
const { BACKWARDS, FORWARDS } = Options.ReadDirection;

export interface FilteredRead {
  /** A regular expression (of .NET) for the names of streams, or for the types of events. */
  readonly filter: { readonly stream: string } | { readonly type: string };
  /** Where to begin, that place included; `end` reads backwards from the log's end. */
  readonly from: Position | 'end';
  /** How many events; `follow` goes on with what comes, after `from`, and tells how far it has looked. */
  readonly limit: number | 'follow';
}

/** How many events the server looks at before it makes itself a pause. Its own default of 32 is for dense filters. */
const SEARCH_WINDOW = 2_000;
/** After how many windows a read that follows is told how far the server has looked. */
const WINDOWS_TOLD = 5;

export type WireResponse = ReadResp;

/** Reads $all through a filter at the server: what the protocol offers and the vendor's `readAll` has no option for. */
export const readFiltered = (
  client: VendorClient,
  read: FilteredRead,
): Promise<ClientReadableStream<WireResponse>> => {
  const { GRPCStreamCreator, callArguments } = internalsOf(client);
  const call = callArguments({ requiresLeader: true }, { deadline: Infinity });
  const create = GRPCStreamCreator(service.StreamsClient, 'readAll', (streamsClient) =>
    streamsClient.read(toRequest(read), ...call),
  );
  return create();
};

const toRequest = ({ filter, from, limit }: FilteredRead): InstanceType<typeof streams.ReadReq> => {
  const all = new Options.AllOptions();
  if (from === 'end') all.setEnd(new primitives.Empty());
  else if (from === START) all.setStart(new primitives.Empty());
  else all.setPosition(new Options.Position().setCommitPosition(from).setPreparePosition(from));

  const filterOptions = new Options.FilterOptions()
    .setMax(SEARCH_WINDOW)
    .setCheckpointintervalmultiplier(WINDOWS_TOLD);
  const expression = new Options.FilterOptions.Expression();
  if ('stream' in filter) filterOptions.setStreamIdentifier(expression.setRegex(filter.stream));
  else filterOptions.setEventType(expression.setRegex(filter.type));

  const options = new Options()
    .setAll(all)
    .setReadDirection(from === 'end' ? BACKWARDS : FORWARDS)
    .setFilter(filterOptions)
    .setUuidOption(new Options.UUIDOption().setString(new primitives.Empty()));
  if (limit === 'follow') options.setSubscription(new Options.SubscriptionOptions());
  else options.setCount(String(limit));
  return new streams.ReadReq().setOptions(options);
};
