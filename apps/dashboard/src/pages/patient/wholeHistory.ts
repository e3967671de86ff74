import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { historyQuery } from '../../api/queries.ts';
import type { History, RecordedEvent } from '../../api/types.ts';

/** An event with the record that holds it. */
export interface EventOfRecord extends RecordedEvent {
  patientId: string;
}

/**
 * The events of a record and of those that were merged into it: what the page shows of the person leads to any of them.
 * Nothing until all have answered.
 */
export const useWholeHistory = (records: readonly string[]) =>
  useQueries({ queries: records.map(historyQuery), combine: together });

function together(answers: UseQueryResult<History>[]) {
  const isAnswered = answers.every(({ data }) => data !== undefined);
  const events = answers.flatMap(({ data }) => data?.events.map((event) => withRecord(event, data)) ?? []);
  return {
    data: isAnswered ? { events } : undefined,
    error: answers.find(({ error }) => error)?.error ?? null,
    isPlaceholderData: false,
    refetch: () => answers.map(({ refetch }) => refetch()),
  };
}

const withRecord = (event: RecordedEvent, { patientId }: History): EventOfRecord => ({ ...event, patientId });

/** The event by which a record was merged into another, where it stands. */
export const mergerOf = (events: readonly EventOfRecord[], absorbedId: string): EventOfRecord | undefined =>
  events.find(
    ({ type, data, voidedBy }) =>
      type === 'PatientsMerged' && data.absorbedId === absorbedId && voidedBy === null,
  );
