import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { follow, type Liveness } from './follow.ts';
import { refresher } from './refresh.ts';

const words: Record<Liveness, string> = { live: 'Live', connecting: 'Reconnecting…', paused: 'Paused' };

/** Keeps what is shown up to date, and says whether it is. */
export function LiveMark() {
  const queries = useQueryClient();
  const [now, setNow] = useState<Liveness>('connecting');
  useEffect(() => follow({ onLiveness: setNow, onMoved: refresher(queries) }), [queries]);
  return (
    <p className={`live ${now}`} role="status">
      <span className="live-dot" aria-hidden="true" /> {words[now]}
    </p>
  );
}
