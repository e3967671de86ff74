import { isDay, dayOf, timeOf } from '../../../format/dates.ts';
import { Segments } from '../../../parts/Fields.tsx';
import { oneOf, useAddress } from '../../../url/address.ts';
import type { Window } from './scale.ts';

const spans = ['all', '365', '90', '30'] as const;
type Span = (typeof spans)[number];
const day = 86_400_000;

/** Which part of the timeline is looked at: a number of days ending at a day, held in the address. */
export function useZoom(whole: Window) {
  const { params, change } = useAddress();
  const span = oneOf(params.get('span'), spans);
  const until = params.get('until');
  const length = span === 'all' ? whole.end - whole.start : Number(span) * day;
  const end = span !== 'all' && isDay(until) ? timeOf(until) : whole.end;
  const window = span === 'all' ? whole : { start: end - length, end };
  const show = (next: Span) => change({ span: next === 'all' ? undefined : next, until: undefined });
  const move = (share: number) => {
    const moved = Math.max(whole.start + length / 2, Math.min(whole.end, end + share * length));
    change({ until: dayOf(moved) }, { replace: true });
  };
  return { span, show, move, window, atStart: window.start <= whole.start, atEnd: window.end >= whole.end };
}

export function ZoomControls({ span, show, move, atStart, atEnd }: ReturnType<typeof useZoom>) {
  return (
    <div className="inline-filters zoom">
      <Segments
        label="Show"
        value={span}
        options={[
          { value: 'all', label: 'All' },
          { value: '365', label: '1 year' },
          { value: '90', label: '90 days' },
          { value: '30', label: '30 days' },
        ]}
        onChange={show}
      />
      {span === 'all' ? null : (
        <div className="actions">
          <button type="button" disabled={atStart} onClick={() => move(-0.5)}>
            ← Earlier
          </button>
          <button type="button" disabled={atEnd} onClick={() => move(0.5)}>
            Later →
          </button>
        </div>
      )}
    </div>
  );
}
