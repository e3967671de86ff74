import { ErrorType, type CommandError } from '@eventstore/db-client';
import vendor from '@eventstore/db-client/dist/utils/CommandError.js';
import { StoreUnavailable } from '@stepwell/event-sourcing';

/** Codes of gRPC that come without the vendor's words for them. */
const TYPE_OF_CODE: Readonly<Record<number, ErrorType>> = {
  1: ErrorType.CANCELLED,
  4: ErrorType.DEADLINE_EXCEEDED,
  7: ErrorType.ACCESS_DENIED,
  10: ErrorType.TIMEOUT,
  14: ErrorType.UNAVAILABLE,
  16: ErrorType.ACCESS_DENIED,
};

const TRANSIENT: Partial<Record<ErrorType, string>> = {
  [ErrorType.UNAVAILABLE]: 'KurrentDB cannot be reached',
  [ErrorType.CANCELLED]: 'KurrentDB ended the call',
  [ErrorType.DEADLINE_EXCEEDED]: 'KurrentDB did not answer in time',
  [ErrorType.TIMEOUT]: 'KurrentDB did not finish in time',
  [ErrorType.NOT_LEADER]: 'This node of KurrentDB no longer leads its cluster',
};

export const typeOf = (error: unknown): ErrorType | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { type, code } = vendor.convertToCommandError(error) as Partial<CommandError>;
  return type && type !== ErrorType.UNKNOWN ? type : TYPE_OF_CODE[Number(code)];
};

/** What a caller is told of an error that the vendor's client threw: what is wrong, and what to do if anything can be. */
export const toFault = (error: unknown): Error => {
  if (error instanceof StoreUnavailable) return error;
  const { message } = error as Error;
  const type = typeOf(error);
  if (type && TRANSIENT[type])
    return new StoreUnavailable(`${TRANSIENT[type]}: ${message}`, { cause: error });
  if (/^Failed to discover|No leader info/.test(message))
    return new StoreUnavailable(`No leader of the KurrentDB cluster can be found: ${message}`, {
      cause: error,
    });
  return new Error(
    `${permanent(type, vendor.convertToCommandError(error as Error) as CommandError)} (${message})`,
    { cause: error },
  );
};

const permanent = (type: ErrorType | undefined, error: CommandError): string => {
  switch (type) {
    case ErrorType.ACCESS_DENIED:
      return 'KurrentDB refuses the user and password of its address, or the user may not do this';
    case ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED:
      return (
        `The append is larger than KurrentDB takes at once, ${(error as { maxAppendSize?: number }).maxAppendSize} bytes:` +
        ' raise its MaxAppendSize (16000000 is about the most there is), or record less at once'
      );
    case ErrorType.STREAM_DELETED:
      return 'The stream was deleted in KurrentDB for good, so its history is lost';
    default:
      return 'KurrentDB answered with an error';
  }
};
