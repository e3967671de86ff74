import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from './client.ts';
import type { QueryOf } from './types.ts';

export const programSessionsQuery = (
  programId: string,
  query: QueryOf<'/v1/programs/{programId}/sessions'>,
) =>
  queryOptions({
    queryKey: ['program-sessions', programId, query],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/v1/programs/{programId}/sessions', { params: { path: { programId }, query }, signal }),
      ),
    placeholderData: keepPreviousData,
  });

export const sessionRosterQuery = (programId: string, sessionId: string, on: string) =>
  queryOptions({
    queryKey: ['session-roster', programId, sessionId, on],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/v1/programs/{programId}/sessions/{sessionId}', {
          params: { path: { programId, sessionId }, query: { on } },
          signal,
        }),
      ),
  });
