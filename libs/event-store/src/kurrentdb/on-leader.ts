import { setImmediate as nextTurn } from 'node:timers/promises';
import { ErrorType } from '@eventstore/db-client';
import { toFault, typeOf } from './faults.ts';

/**
 * Has the leader of a cluster do something: what is read from a follower may lack what was just written. When another
 * node has become the leader the client turns to it, and it is tried there once; nothing was done by the refusal.
 */
export const onLeader = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work().catch(async (error: unknown) => {
      if (typeOf(error) !== ErrorType.NOT_LEADER) throw error;
      await nextTurn();
      return work();
    });
  } catch (error) {
    throw toFault(error);
  }
};
