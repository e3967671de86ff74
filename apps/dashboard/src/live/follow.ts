/** Whether what is shown follows what is recorded: it does, it will again, or nobody looks. */
export type Liveness = 'live' | 'connecting' | 'paused';

interface Follower {
  onLiveness: (now: Liveness) => void;
  /** What is asked from now on is up to date with more than before. */
  onMoved: () => void;
}

const STREAM = '/v1/read-models/stream';
/** The service says something at least every fifteen seconds. */
const SILENCE_MS = 40_000;
const TRY_AGAIN_MS = 2_000;

/**
 * Follows the read models while somebody looks at the page. A hidden page holds no connection, of which a browser has few;
 * when it is looked at again, it learns whether it has missed something. Returns how to stop.
 */
export function follow({ onLiveness, onMoved }: Follower): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let position: string | undefined;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(open, ms);
  };
  const heard = () => {
    onLiveness('live');
    later(SILENCE_MS);
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    onLiveness('connecting');
    source = new EventSource(STREAM);
    source.addEventListener('open', heard);
    source.addEventListener('beat', heard);
    source.addEventListener('moved', (event: MessageEvent<string>) => {
      heard();
      const moved = (JSON.parse(event.data) as { position: string }).position;
      if (moved !== position) onMoved();
      position = moved;
    });
    source.addEventListener('error', () => {
      onLiveness('connecting');
      // A browser comes back by itself after a lost connection, but not after an answer that is no stream.
      later(source?.readyState === EventSource.CLOSED ? TRY_AGAIN_MS : SILENCE_MS);
    });
  };
  const look = () => {
    if (!document.hidden) return open();
    close();
    onLiveness('paused');
  };

  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    close();
  };
}
