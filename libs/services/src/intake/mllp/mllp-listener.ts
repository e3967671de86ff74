import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { MllpConfiguration } from '../../mllp-configuration.ts';
import { MllpConnection } from './mllp-connection.ts';
import { MllpIntake } from './mllp-intake.ts';

/** What begins and does not go on is given up after this long. */
const STALLED_MS = 60_000;
const HANDSHAKE_MS = 10_000;
/** A peer that fell silent is asked whether it is still there; ten seconds without an answer, and it is not. */
const KEEP_ALIVE_MS = 30_000;
/** For how long a stop waits for what is in progress. */
const STOP_MS = 20_000;

/** Where hospitals connect to send HL7 v2 over MLLP. Listens when it is told to, until the application is closed. */
@Injectable()
export class MllpListener implements BeforeApplicationShutdown {
  private readonly intake: MllpIntake;
  private readonly logger = new Logger('mllp');
  private readonly connections = new Set<MllpConnection>();
  private readonly sockets = new Set<Socket>();
  private readonly stopping = new AbortController();
  private readonly servers: Server[] = [];
  constructor(@Inject(MllpIntake) intake: MllpIntake) {
    this.intake = intake;
  }

  /** Throws a sentence when the port or a file of the certificate cannot be used. */
  async listen(configuration: MllpConfiguration, stalledMs = STALLED_MS): Promise<AddressInfo> {
    const { port, host, tls, connections, ...bounds } = configuration;
    const sockets = {
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    };
    const serve = (socket: Socket) => this.serve(socket, { ...bounds, stalledMs });
    const server = tls
      ? tlsServer({ ...sockets, ...(await tlsOptions(tls)), handshakeTimeout: HANDSHAKE_MS }, serve)
      : createServer(sockets, serve);
    server.maxConnections = connections;
    server.on('drop', (dropped) =>
      this.logger.warn(`${dropped?.remoteAddress}: refused, there are ${connections} connections already.`),
    );
    server.on('tlsClientError', (error: Error, socket: Socket) =>
      this.logger.warn(`${socket.remoteAddress}: TLS failed: ${error.message}`),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    // For lack of file descriptors, say: those who are connected are served on.
    server.on('error', (error) => this.logger.error(`A connection could not be taken: ${error.message}`));
    this.servers.push(server);
    return server.address() as AddressInfo;
  }

  /** Takes no more connections, answers what is in progress, and ends. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const server of this.servers) server.close();
    this.stopping.abort();
    for (const connection of this.connections) connection.end();
    const late = setTimeout(() => {
      this.logger.warn(`${this.sockets.size} connections did not end and are cut.`);
      for (const socket of this.sockets) socket.destroy();
    }, STOP_MS);
    await Promise.all([...this.connections].map(({ closed }) => closed));
    clearTimeout(late);
    await this.intake.settled();
  }

  private serve(socket: Socket, bounds: ConstructorParameters<typeof MllpConnection>[2]): void {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    const connection = new MllpConnection(
      socket,
      (found) =>
        this.intake.answer(found, peer, this.stopping.signal).catch((error: Error) => {
          // Not answered, the peer sends it again.
          this.logger.error(`${peer}: the connection is cut: ${error.stack}`);
          socket.destroy();
          return [];
        }),
      bounds,
    );
    this.connections.add(connection);
    this.sockets.add(socket);
    void connection.closed.then(() => {
      this.connections.delete(connection);
      this.sockets.delete(socket);
    });
    if (this.stopping.signal.aborted) connection.end();
  }
}

const tlsOptions = async ({
  key,
  certificate,
  clientCa,
}: NonNullable<MllpConfiguration['tls']>): Promise<TlsOptions> => ({
  key: await readNamed('MLLP_TLS_KEY', key),
  cert: await readNamed('MLLP_TLS_CERT', certificate),
  ...(clientCa
    ? { ca: await readNamed('MLLP_TLS_CLIENT_CA', clientCa), requestCert: true, rejectUnauthorized: true }
    : {}),
});

const tlsServer = (options: TlsOptions, serve: (socket: Socket) => void): Server => {
  try {
    return createTlsServer(options, serve);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`MLLP_TLS_KEY, MLLP_TLS_CERT and MLLP_TLS_CLIENT_CA cannot be used: ${message}`);
  }
};

const readNamed = (variable: string, file: string): Promise<Buffer> =>
  readFile(file).catch((error: Error) => {
    throw new Error(`${variable} cannot be read: ${error.message}`);
  });
