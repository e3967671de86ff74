import { formatNumber } from '../format/words.ts';

interface Props {
  shown: number;
  total: number;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

/** How much of a list is on the page, and the way to the rest. */
export function More({ shown, total, query }: Props) {
  return (
    <p className="more">
      <span role="status">
        {formatNumber(shown)} of {formatNumber(total)} shown
      </span>
      {query.hasNextPage ? (
        <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? 'Loading…' : 'Show more'}
        </button>
      ) : null}
    </p>
  );
}
