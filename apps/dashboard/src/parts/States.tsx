import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api/client.ts';

export function Loading({ what = 'Loading', tall = false }: { what?: string; tall?: boolean }) {
  return (
    <div className={tall ? 'loading tall' : 'loading'} role="status">
      <span className="visually-hidden">{what}…</span>
      <span className="bone" />
      <span className="bone" />
      <span className="bone" />
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="empty">{children}</p>;
}

/** A failure in the service's own words, and a way to ask again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof Refused ? error.problem : undefined;
  const unreachable = 'The service could not be reached. Check the connection, then try again.';
  return (
    <div className="failure" role="alert">
      <strong>{problem?.title ?? 'No answer'}</strong>
      <p>{problem ? (problem.detail ?? '') : unreachable}</p>
      {problem?.errors?.map(({ field, detail }) => (
        <p key={field}>
          <code>{field}</code>: {detail}
        </p>
      ))}
      {problem?.code ? <p className="quiet">Code: {problem.code}</p> : null}
      {retry ? (
        <button type="button" onClick={retry}>
          Try again
        </button>
      ) : null}
    </div>
  );
}

interface AnsweredProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPlaceholderData'> & { refetch: () => unknown };
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  tall?: boolean;
  children: (data: T) => ReactNode;
}

/** The four faces of an answer: awaited, refused, empty, there. */
export function Answered<T>({ query, isEmpty, empty, tall, children }: AnsweredProps<T>) {
  // An answer that was there stays while asking again fails: the header says that it is not live.
  if (query.error && query.data === undefined)
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading tall={tall} />;
  if (isEmpty?.(query.data)) return <Empty>{empty ?? 'Nothing to show for these filters.'}</Empty>;
  return (
    <div className={query.isPlaceholderData ? 'answer stale' : 'answer'} aria-busy={query.isPlaceholderData}>
      {children(query.data)}
    </div>
  );
}
