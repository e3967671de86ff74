import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from './client.ts';
import { nextPage, page } from './queries.ts';
import type { QueryOf } from './types.ts';

export const outcomesQuery = (query: QueryOf<'/v1/outcomes'>) =>
  queryOptions({
    queryKey: ['outcomes', query],
    queryFn: ({ signal }) => answer(api.GET('/v1/outcomes', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const outcomeCasesQuery = (query: QueryOf<'/v1/outcomes/cases'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['outcome-cases', query],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/v1/outcomes/cases', { params: { query: { ...query, after: pageParam } }, signal })),
    getNextPageParam: nextPage,
  });
