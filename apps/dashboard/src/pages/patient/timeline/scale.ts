const day = 86_400_000;

export interface Window {
  start: number;
  end: number;
}

export interface Tick {
  time: number;
  label: string;
}

const dayLabel = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthLabel = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });

export const scaleTo =
  ({ start, end }: Window, width: number) =>
  (time: number): number =>
    ((time - start) / Math.max(1, end - start)) * width;

export const within = (window: Window, start: number, end: number): boolean =>
  start <= window.end && end >= window.start;

/** Marks at the starts of days, weeks, months or years, no closer than labels can stand. */
export function ticksOf(window: Window, width: number): Tick[] {
  const room = Math.max(2, Math.floor(width / 90));
  const days = (window.end - window.start) / day;
  return days / room < 20
    ? dayTicks(window, Math.max(1, Math.ceil(days / room)))
    : monthTicks(window, monthStep(days / 30.4 / room));
}

function dayTicks({ start, end }: Window, step: number): Tick[] {
  const ticks: Tick[] = [];
  for (let time = Math.ceil(start / day) * day; time <= end; time += step * day) {
    ticks.push({ time, label: dayLabel.format(time) });
  }
  return ticks;
}

const monthStep = (least: number): number => [1, 2, 3, 6, 12, 24, 60].find((step) => step >= least) ?? 120;

function monthTicks({ start, end }: Window, step: number): Tick[] {
  const first = new Date(start);
  const origin = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth() + 1) / step) * step;
  const ticks: Tick[] = [];
  for (let month = origin; ; month += step) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time > end) return ticks;
    // The year stands where it changes, and where there is nothing else to say.
    const year = month % 12 === 0 || ticks.length === 0 ? ` ${Math.floor(month / 12)}` : '';
    ticks.push({ time, label: `${monthLabel.format(time)}${year}` });
  }
}
