import { useCallback, type ReactNode } from 'react';
import { formatShortDay } from '../../format/dates.ts';

interface Props {
  caption: string;
  rowHeader: string;
  weeks: string[];
  children: ReactNode;
}

/** Rows by week, oldest first; where it does not fit it opens at the newest, which is what one comes for. */
export function HeatTable({ caption, rowHeader, weeks, children }: Props) {
  const toNewest = useCallback((element: HTMLDivElement | null) => {
    if (element) element.scrollLeft = element.scrollWidth;
  }, []);
  return (
    <div
      className="table-scroll"
      role="region"
      aria-label={`${caption}, scrollable`}
      tabIndex={0}
      ref={toNewest}
    >
      <table className="heat">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{rowHeader}</th>
            {weeks.map((week) => (
              <th key={week} scope="col">
                {formatShortDay(week)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
