import type { ToldVerdict } from '../../api/types.ts';
import { OutcomeBadge } from './outcomeWords.tsx';

/** A verdict with its reason, or the words for that there is none. */
export function Told({ verdict, absent }: { verdict: ToldVerdict | null; absent: string }) {
  if (!verdict) return <span className="quiet">{absent}</span>;
  return (
    <>
      <OutcomeBadge outcome={verdict.outcome} />
      <span className="why">{verdict.explanation}</span>
    </>
  );
}
