import type { AlertKind } from '../../api/types.ts';
import { formatNumber } from '../../format/words.ts';

interface Props {
  kinds: AlertKind[];
  chosen: string | undefined;
  onChoose: (kind: string | undefined) => void;
}

export function AlertKinds({ kinds, chosen, onChoose }: Props) {
  return (
    <ul className="reasons">
      {kinds.map(({ kind, title, open }) => (
        <li key={kind}>
          <button
            type="button"
            aria-pressed={kind === chosen}
            onClick={() => onChoose(kind === chosen ? undefined : kind)}
          >
            {title} <strong>{formatNumber(open)}</strong>
          </button>
        </li>
      ))}
    </ul>
  );
}
