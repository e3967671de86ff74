import type { Query, QueryClient } from '@tanstack/react-query';

const LEAST_MS = 200;
/** A page whose answers take long asks more seldom: of its time, at most a fifth goes into asking. */
const RESTS = 4;
const DIRECTORY_MS = 30_000;

// What the log says nothing of, and definitions that come with the software.
const UNMOVED = new Set([
  'measures',
  'quarantine',
  'quarantine-item',
  'subscriptions',
  'what-if',
  'what-if-flips',
]);

const moves = ({ queryKey: [question], state }: Query): boolean =>
  question === 'directory' ? state.dataUpdatedAt < Date.now() - DIRECTORY_MS : !UNMOVED.has(String(question));

/**
 * Asks again for what is shown: at once, then no sooner than a pause after the last answers. What is shown stays until the
 * new answer takes its place.
 */
export function refresher(queries: QueryClient): () => void {
  let resting = false;
  let wanted = false;
  const refresh = async (): Promise<void> => {
    resting = true;
    wanted = false;
    const began = performance.now();
    await queries.invalidateQueries({ predicate: moves }, { cancelRefetch: false });
    const took = performance.now() - began;
    setTimeout(
      () => {
        resting = false;
        if (wanted) void refresh();
      },
      Math.max(LEAST_MS, RESTS * took),
    );
  };
  return () => {
    wanted = true;
    if (!resting) void refresh();
  };
}
