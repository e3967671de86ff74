export function TimelineLegend() {
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
    </ul>
  );
}
