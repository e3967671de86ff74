import { strokeOf, type Series } from './series.ts';

interface Props {
  all: Series[];
  drawn: ReadonlySet<string>;
  onToggle: (key: string) => void;
}

/** Which groups are drawn: each can be put in and taken out. */
export function CurveLegend({ all, drawn, onToggle }: Props) {
  return (
    <div className="curve-legend" role="group" aria-label="Groups that are drawn">
      {all.map((series) => (
        <button
          key={series.key}
          type="button"
          aria-pressed={drawn.has(series.key)}
          onClick={() => onToggle(series.key)}
        >
          <svg width="26" height="6" aria-hidden="true">
            <line x1="0" x2="26" y1="3" y2="3" strokeWidth="2.5" style={strokeOf(series)} />
          </svg>
          {series.label}
        </button>
      ))}
    </div>
  );
}
