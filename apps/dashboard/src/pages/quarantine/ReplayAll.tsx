import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { replayMany } from '../../api/queries.ts';
import type { BodyOf } from '../../api/types.ts';
import { formatNumber } from '../../format/words.ts';
import { Failure } from '../../parts/States.tsx';
import { isOfQuarantine } from './refresh.ts';

const nothing = { tried: 0, settled: 0 };

/** Tries all that is shown again, a part after another, and says how far it is. */
export function ReplayAll({ filter }: { filter: BodyOf<'/v1/quarantine/replays'> }) {
  const queries = useQueryClient();
  const [done, setDone] = useState(nothing);
  const all = useMutation({
    mutationFn: async () => {
      let { tried, settled } = nothing;
      for (let after: string | undefined; ;) {
        const part = await replayMany({ ...filter, after });
        tried += part.tried;
        settled += part.accepted + part.known;
        setDone({ tried, settled });
        if (part.next === null) return;
        after = part.next;
      }
    },
    onSettled: () => queries.invalidateQueries({ predicate: isOfQuarantine }),
  });
  return (
    <>
      {all.isPending || all.isSuccess ? (
        <span role="status" className="quiet">
          {formatNumber(done.tried)} tried, {formatNumber(done.settled)} recorded
        </span>
      ) : null}
      {all.isError ? <Failure error={all.error} /> : null}
      <button type="button" disabled={all.isPending} onClick={() => all.mutate()}>
        {all.isPending ? 'Replaying…' : 'Replay all of these'}
      </button>
    </>
  );
}
