import { levelOf } from './levels.ts';

interface Props {
  level: string;
  short?: boolean;
}

export function LevelTag({ level, short = false }: Props) {
  const { name, code, color, ink } = levelOf(level);
  return (
    <span className="level-tag" title={name}>
      <span className="level-code" style={{ background: color, color: ink }} aria-hidden="true">
        {code}
      </span>
      {short ? <span className="visually-hidden">{name}</span> : <span className="level-name">{name}</span>}
    </span>
  );
}

/** Where a move comes from or goes to; nothing means the world outside treatment. */
export function Place({ level, outside }: { level: string | null; outside: string }) {
  return level === null ? <span className="quiet">{outside}</span> : <LevelTag level={level} />;
}
