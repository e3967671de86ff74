import { EventStoreDBClient } from '@eventstore/db-client';
import type { Channel, Client as GrpcClient, CallOptions, Metadata } from '@grpc/grpc-js';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkConnectionString, keepsCredentialsBack, vendorConnectionString } from './connection-string.ts';
import { toFault } from './faults.ts';

export type VendorClient = ReturnType<typeof EventStoreDBClient.connectionString>;

/** What the vendor's client keeps for itself and its subclasses. The version is pinned, and tests would miss any of it. */
export interface VendorInternals {
  readonly GRPCStreamCreator: <Client extends GrpcClient, Stream extends Readable>(
    type: new (...args: never[]) => Client,
    name: string,
    create: (client: Client) => Stream,
  ) => () => Promise<Stream>;
  readonly callArguments: (
    options: { readonly requiresLeader?: boolean },
    more: CallOptions,
  ) => [Metadata, CallOptions];
  readonly getChannel: () => Promise<Channel>;
  handleError: (client: GrpcClient, error: Error) => Promise<void>;
  supports: (method: unknown) => Promise<boolean>;
}

export const internalsOf = (client: VendorClient): VendorInternals => client as unknown as VendorInternals;

/** A client for an address. Nothing is sent before its first use, and it connects again by itself after a fault. */
export const connect = (url: string, log: (line: string) => void): VendorClient => {
  const wrong = checkConnectionString(url);
  if (wrong) throw new Error(`The address of KurrentDB ${wrong}`);
  if (keepsCredentialsBack(url))
    log('KurrentDB: without TLS no user and password are sent, though the address names them.');
  const client = EventStoreDBClient.connectionString(vendorConnectionString(url));
  const internals = internalsOf(client);
  const { handleError } = internals;
  // It is nobody's promise: a failure while another node of a cluster is looked for would end the process.
  internals.handleError = (...failure) =>
    handleError(...failure).catch((error: unknown) => log(toFault(error).message));
  // Left alone, it sends all appends of a process through one stream, whose failure leaves some of those under way
  // without an answer for ever and can end the process. An append of its own call fails by itself.
  internals.supports = async () => false;
  return client;
};

const GOODBYE_MS = 1_000;

/** The vendor's `dispose` ends the calls and leaves the connection open. Where there is none it would look for one first. */
export const disconnect = async (client: VendorClient): Promise<void> => {
  await client.dispose();
  const closed = internalsOf(client)
    .getChannel()
    .then((channel) => channel.close())
    .catch(() => undefined);
  await Promise.race([closed, sleep(GOODBYE_MS, undefined, { ref: false })]);
};
