import { Link } from 'react-router';
import type { Census, Level } from '../../api/types.ts';
import { counted, formatNumber, formatSigned } from '../../format/words.ts';
import { levels } from '../../levels/levels.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';

interface Props {
  census: Census;
  before: Census | undefined;
  linkTo: (level?: Level) => string;
}

export function CensusFigures({ census, before, linkTo }: Props) {
  const inCare = (at: Census | undefined, level: Level) => at?.levels.find((each) => each.level === level);
  return (
    <ul className="figures">
      <Figure to={linkTo()} label="All levels" value={census.total} before={before?.total} />
      {levels.map(({ id }) => {
        const now = inCare(census, id);
        const then = before ? (inCare(before, id)?.patients ?? 0) : undefined;
        return (
          <Figure
            key={id}
            to={linkTo(id)}
            label={<LevelTag level={id} />}
            value={now?.patients ?? 0}
            before={then}
            onLeave={now?.onLeave ?? 0}
          />
        );
      })}
    </ul>
  );
}

interface FigureProps {
  to: string;
  label: React.ReactNode;
  value: number;
  before: number | undefined;
  onLeave?: number;
}

function Figure({ to, label, value, before, onLeave = 0 }: FigureProps) {
  return (
    <li>
      <Link to={to} className="figure">
        <span className="figure-label">{label}</span>
        <span className="figure-value">
          {formatNumber(value)} <span className="unit">{value === 1 ? 'patient' : 'patients'}</span>
        </span>
        <span className="figure-note">
          {before === undefined ? ' ' : <Change by={value - before} />}
          {onLeave > 0 ? ` · ${counted(onLeave, 'on leave', 'on leave')}` : ''}
        </span>
      </Link>
    </li>
  );
}

function Change({ by }: { by: number }) {
  if (by === 0) return <>no change in 30 days</>;
  return (
    <>
      <span aria-hidden="true">{by > 0 ? '▲' : '▼'}</span> {formatSigned(by)} in 30 days
    </>
  );
}
