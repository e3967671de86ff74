import { counted, sentence } from '../../format/words.ts';

interface Props {
  counts: { code: string; count: number }[];
  chosen: string | undefined;
  onChoose: (code: string | undefined) => void;
}

export function Reasons({ counts, chosen, onChoose }: Props) {
  const ordered = counts.toSorted((a, b) => b.count - a.count);
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <ul className="reasons">
      {ordered.map(({ code, count }) => (
        <li key={code}>
          <button
            type="button"
            aria-pressed={code === chosen}
            onClick={() => onChoose(code === chosen ? undefined : code)}
          >
            <span>{sentence(code)}</span>
            <span className="numeric">{counted(count, 'message')}</span>
            <span className="bar" style={{ width: `${(100 * count) / most}%` }} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
