import { useState } from 'react';
import { MOST_DRAWN, type Series } from './series.ts';

/** Which curves are drawn: at first the largest that can be told apart, then what is chosen, until the groups are others. */
export function useDrawn(groupBy: string) {
  const [chosen, setChosen] = useState<{ groupBy: string; keys: ReadonlySet<string> }>();
  const drawnOf = (all: readonly Series[]): ReadonlySet<string> =>
    chosen?.groupBy === groupBy ? chosen.keys : new Set(all.slice(0, MOST_DRAWN).map(({ key }) => key));
  const toggle = (all: readonly Series[], key: string) => {
    const keys = new Set(drawnOf(all));
    if (!keys.delete(key)) keys.add(key);
    setChosen({ groupBy, keys });
  };
  return { drawnOf, toggle };
}
