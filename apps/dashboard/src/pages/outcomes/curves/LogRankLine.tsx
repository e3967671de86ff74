import type { CurveAnswer } from '../../../api/types.ts';

/** As papers print it: two figures, and no more zeros than anybody reads. */
export const formatP = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toPrecision(2)}`);

export function LogRankLine({ logRank }: { logRank: CurveAnswer['logRank'] }) {
  if (logRank === null) return null;
  const { chiSquare, degreesOfFreedom, p } = logRank;
  return (
    <p className="log-rank">
      Log-rank test between all groups: <strong>{formatP(p)}</strong>
      <span className="quiet">
        {' '}
        (χ² = {chiSquare.toFixed(2)}, {degreesOfFreedom} {degreesOfFreedom === 1 ? 'degree' : 'degrees'} of
        freedom)
      </span>
    </p>
  );
}
