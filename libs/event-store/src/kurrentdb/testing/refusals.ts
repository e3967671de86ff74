import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

/** The server's errors: a status of gRPC, and in the trailers the name of the exception and what it is about. */
const refusal = (code: status, details: string, trailers: Record<string, string> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const unauthenticated = (): ServiceError => refusal(status.UNAUTHENTICATED, 'Unauthenticated');

export const accessDenied = (): ServiceError =>
  refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const notLeader = (host: string, port: number): ServiceError =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const maxAppendSizeExceeded = (most: number): ServiceError =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(most),
  });

export const streamDeleted = (streamId: string): ServiceError =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${streamId}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': encodeURI(streamId),
  });

export const invalidPosition = (): ServiceError =>
  refusal(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');

export const serverNotReady = (): ServiceError => refusal(status.UNAVAILABLE, 'Server Is Not Ready');
