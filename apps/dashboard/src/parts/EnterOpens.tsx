import { useEffect } from 'react';
import { useActiveTooltipLabel } from 'recharts';

/** Inside a chart: Enter opens the point that the arrow keys have reached, as a click would. */
export function EnterOpens({ host, onOpen }: { host: HTMLElement | null; onOpen: (label: string) => void }) {
  const label = useActiveTooltipLabel();
  useEffect(() => {
    if (!host || label === undefined) return undefined;
    const open = (event: KeyboardEvent) => event.key === 'Enter' && onOpen(String(label));
    host.addEventListener('keydown', open);
    return () => host.removeEventListener('keydown', open);
  }, [host, label, onOpen]);
  return null;
}
