import { Link } from 'react-router';
import type { AlertKind } from '../../api/types.ts';
import { formatNumber } from '../../format/words.ts';
import { Empty } from '../../parts/States.tsx';
import { linkTo, useAddress } from '../../url/address.ts';

interface Props {
  kinds: AlertKind[];
  payer: string;
  on: string;
}

/** How many alerts of each kind are open, and the way to them. */
export function MemberAlerts({ kinds, payer, on }: Props) {
  const { params } = useAddress();
  const open = kinds.filter((kind) => kind.open > 0);
  if (open.length === 0) return <Empty>No alert is open.</Empty>;
  return (
    <div className="figures">
      {open.map(({ kind, title, open: count }) => (
        <Link key={kind} className="figure" to={linkTo('/alerts', params, { payer, on, kind })}>
          <span className="figure-label">{title}</span>
          <span className="figure-value">{formatNumber(count)}</span>
        </Link>
      ))}
    </div>
  );
}
