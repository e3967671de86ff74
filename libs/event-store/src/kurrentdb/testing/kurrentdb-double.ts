import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featureMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import primitives from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import service from '@eventstore/db-client/generated/streams_grpc_pb.js';
import {
  Server,
  ServerCredentials,
  type Metadata,
  type ServerReadableStream,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { appendResponse, expectedOf, proposalOf, sizeOf } from './append-requests.ts';
import { answerRead, InvalidPosition, nameOf, StreamDeleted } from './read-requests.ts';
import * as refusals from './refusals.ts';
import { ServerLog } from './server-log.ts';
import { send, subscribeToAll } from './subscription.ts';

export interface DoubleOptions {
  /** Several doubles on one log are the nodes of a cluster. */
  readonly log?: ServerLog;
  readonly maxAppendSize?: number;
  /** How long a subscription takes to look at a thousand events. */
  readonly slownessMs?: number;
  /** Whoever may do anything. Without it anybody may. */
  readonly user?: { readonly name: string; readonly password: string };
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
}

/** Ways to misbehave, each until it is set to something else. */
export type Mood = 'well' | 'silent' | 'written-but-silent' | 'not-ready';

const DEFAULT_MAX_APPEND_SIZE = 1024 * 1024;
const { LEADER, FOLLOWER } = gossipMessages.MemberInfo.VNodeState;

/**
 * A test's stand-in for KurrentDB: a real gRPC server with the services `Streams` (Read and Append), `ServerFeatures` and
 * `Gossip`, from the definitions that the vendor's client ships. It does what the server's own code does as far as an
 * adapter can see it, and can be told to fail. What only a server has (disks, elections, scavenging) it has not.
 */
export class KurrentDbDouble {
  readonly log: ServerLog;
  mood: Mood = 'well';
  /** The node that leads; itself unless told otherwise. */
  leader: KurrentDbDouble = this;
  members: readonly KurrentDbDouble[] = [this];
  /** Another node takes the lead when this one has sent so many events of a read. */
  deposed: { readonly after: number; readonly by: KurrentDbDouble } | undefined;
  port = 0;
  appends = 0;
  private readonly options: DoubleOptions;
  private server = new Server();

  static async start(options: DoubleOptions = {}): Promise<KurrentDbDouble> {
    const double = new KurrentDbDouble(options);
    await double.listen();
    return double;
  }

  private constructor(options: DoubleOptions) {
    this.options = options;
    this.log = options.log ?? new ServerLog();
  }

  get url(): string {
    const { user, tls } = this.options;
    const credentials = user ? `${user.name}:${user.password}@` : '';
    return `esdb://${credentials}localhost:${this.port}?tls=${tls !== undefined}`;
  }

  /** On the port it had before, if it had one, with the log it had. */
  async listen(): Promise<void> {
    const { tls } = this.options;
    this.server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024 });
    this.server.addService(service.StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => void this.read(call),
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) =>
        this.append(call, answer),
    } as never);
    this.server.addService(features.ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, supportedMethods()),
    } as never);
    this.server.addService(gossip.GossipService, {
      read: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, this.clusterInfo()),
    } as never);
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }])
      : ServerCredentials.createInsecure();
    this.port = await new Promise<number>((resolve, reject) =>
      this.server.bindAsync(`localhost:${this.port}`, credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
  }

  /** Breaks every connection and takes no new ones. */
  stop(): void {
    this.server.forceShutdown();
  }

  /** Breaks every connection; new ones are welcome. */
  dropConnections(): void {
    this.server.drain(`localhost:${this.port}`, 0);
  }

  private async read(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
    const refused = this.refuse(call.metadata);
    if (refused) return void call.emit('error', refused);
    if (this.mood === 'silent') return;
    const options = call.request.getOptions()!;
    try {
      if (options.hasSubscription()) await subscribeToAll(this.log, call, this.options.slownessMs);
      else await this.answer(call, options);
      call.end();
    } catch (error) {
      call.emit('error', toRefusal(error));
    }
  }

  private async answer(
    call: ServerWritableStream<ReadReq, ReadResp>,
    options: ReadReq.Options,
  ): Promise<void> {
    let sent = 0;
    for (const response of answerRead(this.log, options)) {
      if (sent++ === this.deposed?.after) {
        for (const node of this.members) node.leader = this.deposed.by;
        throw refusals.notLeader('localhost', this.leader.port);
      }
      await send(call, response);
    }
  }

  private append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
    const refused = this.refuse(call.metadata);
    if (refused) return answer(refused);
    const { maxAppendSize = DEFAULT_MAX_APPEND_SIZE } = this.options;
    const requests: AppendReq[] = [];
    let size = 0;
    call.on('data', (request: AppendReq) => {
      if (size > maxAppendSize) return;
      size += sizeOf(request);
      requests.push(request);
      // The server does not wait for the rest either.
      if (size > maxAppendSize) answer(refusals.maxAppendSizeExceeded(maxAppendSize));
    });
    call.on('end', () => {
      if (this.mood === 'silent' || size > maxAppendSize) return;
      this.appends += 1;
      const [header, ...proposals] = requests;
      const options = header!.getOptions()!;
      const streamId = nameOf(options.getStreamIdentifier()!);
      const written = this.log.write(streamId, expectedOf(options), proposals.map(proposalOf));
      if (this.mood === 'written-but-silent') return;
      if (written.outcome === 'stream-deleted') return answer(refusals.streamDeleted(streamId));
      answer(null, appendResponse(options, written));
    });
  }

  private refuse(metadata: Metadata): ServiceError | undefined {
    const { user } = this.options;
    const authorization = String(metadata.get('authorization')[0] ?? '');
    if (this.mood === 'not-ready') return refusals.serverNotReady();
    if (user && authorization === '') return refusals.accessDenied();
    const known = `Basic ${Buffer.from(`${user?.name}:${user?.password}`).toString('base64')}`;
    if (user && authorization !== known) return refusals.unauthenticated();
    const mustLead = metadata.get('requires-leader')[0] === 'true';
    return mustLead && this.leader !== this ? refusals.notLeader('localhost', this.leader.port) : undefined;
  }

  private clusterInfo(): InstanceType<typeof gossipMessages.ClusterInfo> {
    const members = this.members.map((node) => {
      const member = new gossipMessages.MemberInfo();
      member.setInstanceId(new primitives.UUID().setString(crypto.randomUUID()));
      member.setState(node === this.leader ? LEADER : FOLLOWER);
      member.setIsAlive(true);
      member.setHttpEndPoint(new gossipMessages.EndPoint().setAddress('localhost').setPort(node.port));
      return member;
    });
    return new gossipMessages.ClusterInfo().setMembersList(members);
  }
}

/** BatchAppend is offered like the server does, and not there: the adapter has to leave it alone. */
const supportedMethods = () => {
  const methods = ['read', 'append', 'batchappend'].map((name) =>
    new featureMessages.SupportedMethod()
      .setServiceName('event_store.client.streams.streams')
      .setMethodName(name),
  );
  return new featureMessages.SupportedMethods().setEventStoreServerVersion('24.10.0').setMethodsList(methods);
};

const toRefusal = (error: unknown): Error => {
  if (error instanceof InvalidPosition) return refusals.invalidPosition();
  if (error instanceof StreamDeleted) return refusals.streamDeleted(error.message);
  return error as Error;
};
