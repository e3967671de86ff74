import { stepNames, type Step } from './steps.ts';

interface Props {
  /** Those of the steps that are seen. */
  letters: Step['letter'][];
  hasWaits: boolean;
}

export function TimelineLegend({ letters, hasWaits }: Props) {
  const seen = [...new Set(letters)];
  return (
    <ul className="legend timeline-legend" aria-label="Marks of the timeline">
      <li>
        <svg width="22" height="12" aria-hidden="true">
          <rect width="22" height="12" fill="url(#hatch)" stroke="var(--line-strong)" />
        </svg>
        On leave
      </li>
      <li>
        <svg width="8" height="14" aria-hidden="true" className="session">
          <line x1="4" x2="4" y1="0" y2="14" />
        </svg>
        Session attended (its height: the share of the minutes)
      </li>
      <li>
        <svg width="8" height="10" aria-hidden="true" className="session">
          <circle cx="4" cy="5" r="2.5" className="missed" />
        </svg>
        No-show
      </li>
      <li>
        <svg width="8" height="10" aria-hidden="true" className="session">
          <circle cx="4" cy="5" r="2.5" className="excused" />
        </svg>
        Excused
      </li>
      <li>
        <svg width="14" height="14" aria-hidden="true" className="relapse">
          <path d="M7,0 l7,7 l-7,7 l-7,-7 Z" />
        </svg>
        Relapse reported
      </li>
      {hasWaits ? (
        <li>
          <svg width="22" height="12" aria-hidden="true" className="wait">
            <rect x="1" y="1" width="20" height="10" rx="3" />
          </svg>
          Waiting
        </li>
      ) : null}
      {seen.map((letter) => (
        <li key={letter}>
          <svg width="18" height="18" aria-hidden="true" className="step">
            <circle cx="9" cy="9" r="8" />
            <text x="9" y="9" dy="0.36em" textAnchor="middle">
              {letter}
            </text>
          </svg>
          {stepNames[letter]}
        </li>
      ))}
    </ul>
  );
}
