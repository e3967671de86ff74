import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, api } from './client.ts';
import type { BodyOf, CurveAnswer, LengthsAnswer, QueryOf } from './types.ts';

// One entry per question. The key is the question, so that two panels that ask the same share one request.

export const page = {
  initialPageParam: undefined as number | undefined,
  placeholderData: keepPreviousData,
} as const;
export const nextPage = ({ next }: { next: number | null }): number | undefined => next ?? undefined;

export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: ({ signal }) => answer(api.GET('/v1/facilities', { signal })),
  staleTime: 10 * 60_000,
});

export const censusQuery = (query: QueryOf<'/v1/census'>) =>
  queryOptions({
    queryKey: ['census', query],
    queryFn: ({ signal }) => answer(api.GET('/v1/census', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const censusSeriesQuery = (query: QueryOf<'/v1/census/series'>) =>
  queryOptions({
    queryKey: ['census-series', query],
    queryFn: ({ signal }) => answer(api.GET('/v1/census/series', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const censusPatientsQuery = (query: QueryOf<'/v1/census/patients'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['census-patients', query],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/v1/census/patients', { params: { query: { ...query, after: pageParam } }, signal })),
    getNextPageParam: nextPage,
  });

export const flowQuery = (query: QueryOf<'/v1/transitions'>) =>
  queryOptions({
    queryKey: ['flow', query],
    queryFn: ({ signal }) => answer(api.GET('/v1/transitions', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const flowCasesQuery = (query: QueryOf<'/v1/transitions/cases'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['flow-cases', query],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/v1/transitions/cases', { params: { query: { ...query, after: pageParam } }, signal })),
    getNextPageParam: nextPage,
  });

export const lengthsQuery = (query: QueryOf<'/v1/lengths-of-stay'>) =>
  queryOptions({
    queryKey: ['lengths-of-stay', query],
    queryFn: ({ signal }) =>
      answer<LengthsAnswer>(api.GET('/v1/lengths-of-stay', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const endedStaysQuery = (query: QueryOf<'/v1/lengths-of-stay/cases'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['ended-stays', query],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/v1/lengths-of-stay/cases', { params: { query: { ...query, after: pageParam } }, signal }),
      ),
    getNextPageParam: nextPage,
  });

export const measuresQuery = queryOptions({
  queryKey: ['measures'],
  queryFn: ({ signal }) => answer(api.GET('/v1/measures', { signal })),
  staleTime: 10 * 60_000,
});

export const measureQuery = (measureId: string, query: QueryOf<'/v1/measures/{measureId}'>) =>
  queryOptions({
    queryKey: ['measure', measureId, query],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/measures/{measureId}', { params: { path: { measureId }, query }, signal })),
    placeholderData: keepPreviousData,
  });

export const measureCasesQuery = (measureId: string, query: QueryOf<'/v1/measures/{measureId}/cases'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['measure-cases', measureId, query],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/v1/measures/{measureId}/cases', {
          params: { path: { measureId }, query: { ...query, after: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: nextPage,
  });

export const measureChangesQuery = (measureId: string, query: QueryOf<'/v1/measures/{measureId}/changes'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['measure-changes', measureId, query],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/v1/measures/{measureId}/changes', {
          params: { path: { measureId }, query: { ...query, after: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: nextPage,
  });

export const curveQuery = (measureId: string, query: QueryOf<'/v1/measures/{measureId}/curve'>) =>
  queryOptions({
    queryKey: ['curve', measureId, query],
    queryFn: ({ signal }) =>
      answer<CurveAnswer>(
        api.GET('/v1/measures/{measureId}/curve', { params: { path: { measureId }, query }, signal }),
      ),
    placeholderData: keepPreviousData,
  });

export const programsQuery = (query: QueryOf<'/v1/programs'>) =>
  queryOptions({
    queryKey: ['programs', query],
    queryFn: ({ signal }) => answer(api.GET('/v1/programs', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const waitlistQuery = (programId: string, query: QueryOf<'/v1/programs/{programId}/waitlist'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['waitlist', programId, query],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/v1/programs/{programId}/waitlist', {
          params: { path: { programId }, query: { ...query, after: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: nextPage,
  });

export const attendanceQuery = (query: QueryOf<'/v1/attendance'>) =>
  queryOptions({
    queryKey: ['attendance', query],
    queryFn: ({ signal }) => answer(api.GET('/v1/attendance', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const programWeeksQuery = (programId: string, query: QueryOf<'/v1/attendance/{programId}/weeks'>) =>
  queryOptions({
    queryKey: ['program-weeks', programId, query],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/attendance/{programId}/weeks', { params: { path: { programId }, query }, signal })),
    placeholderData: keepPreviousData,
  });

export const patientsQuery = (query: QueryOf<'/v1/patients'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['patients', query],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/v1/patients', { params: { query: { ...query, after: pageParam } }, signal })),
    getNextPageParam: nextPage,
  });

export const patientQuery = (patientId: string) =>
  queryOptions({
    queryKey: ['patient', patientId],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/patients/{patientId}', { params: { path: { patientId } }, signal })),
  });

export const pathwayQuery = (patientId: string, query: QueryOf<'/v1/patients/{patientId}/pathway'>) =>
  queryOptions({
    queryKey: ['pathway', patientId, query],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/patients/{patientId}/pathway', { params: { path: { patientId }, query }, signal })),
    // Only from the same patient: another's stays must never show under this one's name, even for a moment.
    placeholderData: (previous, asked) => (asked?.queryKey[1] === patientId ? previous : undefined),
  });

export const historyQuery = (patientId: string) =>
  queryOptions({
    queryKey: ['history', patientId],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/patients/{patientId}/history', { params: { path: { patientId } }, signal })),
  });

export const alertsQuery = (query: QueryOf<'/v1/alerts'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['alerts', query],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/v1/alerts', { params: { query: { ...query, after: pageParam } }, signal })),
    getNextPageParam: nextPage,
  });

export const membersQuery = (query: QueryOf<'/v1/members'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['members', query],
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/v1/members', { params: { query: { ...query, after: pageParam } }, signal })),
    getNextPageParam: nextPage,
  });

export const askWhatIf = (body: BodyOf<'/v1/what-if'>) => answer(api.POST('/v1/what-if', { body }));

export const whatIfQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['what-if', jobId],
    queryFn: ({ signal }) => answer(api.GET('/v1/what-if/{jobId}', { params: { path: { jobId } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 500 : false),
  });

export const whatIfFlipsQuery = (jobId: string) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['what-if-flips', jobId],
    queryFn: ({ signal, pageParam }) =>
      answer(
        api.GET('/v1/what-if/{jobId}/flips', {
          params: { path: { jobId }, query: { after: pageParam, limit: 20 } },
          signal,
        }),
      ),
    getNextPageParam: nextPage,
  });

/** Cancels one that runs, and forgets one that has ended. */
export async function endWhatIf(jobId: string): Promise<void> {
  await api.DELETE('/v1/what-if/{jobId}', { params: { path: { jobId } } });
}

// What the log says nothing of is asked for again and again, while somebody looks.
const ASK_EVERY_MS = 5_000;

export const subscriptionsQuery = queryOptions({
  queryKey: ['subscriptions'],
  queryFn: ({ signal }) => answer(api.GET('/v1/subscriptions', { signal })),
  refetchInterval: ASK_EVERY_MS,
});

export const resumeSubscription = (id: string) =>
  answer(api.POST('/v1/subscriptions/{id}/resume', { params: { path: { id } }, body: {} }));

export const quarantineQuery = (query: QueryOf<'/v1/quarantine'>) =>
  infiniteQueryOptions({
    ...page,
    queryKey: ['quarantine', query],
    refetchInterval: ASK_EVERY_MS,
    queryFn: ({ signal, pageParam }) =>
      answer(api.GET('/v1/quarantine', { params: { query: { ...query, after: pageParam } }, signal })),
    getNextPageParam: nextPage,
  });

export const quarantineItemQuery = (id: string) =>
  queryOptions({
    queryKey: ['quarantine-item', id],
    queryFn: ({ signal }) => answer(api.GET('/v1/quarantine/{id}', { params: { path: { id } }, signal })),
  });

export const quarantineCountQuery = queryOptions({
  queryKey: ['quarantine-count'],
  queryFn: ({ signal }) => answer(api.GET('/v1/quarantine/count', { signal })),
  refetchInterval: 60_000,
});

/** Who, why and, where it was mended, what. */
export const replay = (id: string, body: BodyOf<'/v1/quarantine/{id}/replay'> = {}) =>
  answer(api.POST('/v1/quarantine/{id}/replay', { params: { path: { id } }, body }));

export const replayMany = (body: BodyOf<'/v1/quarantine/replays'>) =>
  answer(api.POST('/v1/quarantine/replays', { body }));

export const discard = (id: string, note: string) =>
  answer(api.POST('/v1/quarantine/{id}/discard', { params: { path: { id } }, body: { note } }));
