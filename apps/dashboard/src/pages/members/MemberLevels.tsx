import { Link } from 'react-router';
import { formatNumber } from '../../format/words.ts';
import type { MembersAnswer } from '../../api/types.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { useAddress, withParams } from '../../url/address.ts';

/** How many members are at each level, and the way to them. */
export function MemberLevels({ counts }: { counts: MembersAnswer['levels'] }) {
  const { params } = useAddress();
  return (
    <div className="figures">
      {counts.map(({ level, members }) => (
        <Link key={level} className="figure" to={{ search: withParams(params, { level }).toString() }}>
          <span className="figure-label">
            <LevelTag level={level} />
          </span>
          <span className="figure-value">
            {formatNumber(members)} <span className="unit">{members === 1 ? 'member' : 'members'}</span>
          </span>
        </Link>
      ))}
    </div>
  );
}
