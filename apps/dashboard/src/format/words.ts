import type { Name } from '../api/types.ts';

const numberFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percentFormat = new Intl.NumberFormat(undefined, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const signedFormat = new Intl.NumberFormat(undefined, {
  signDisplay: 'exceptZero',
  maximumFractionDigits: 1,
});

export const formatNumber = (value: number): string => numberFormat.format(value);
export const formatSigned = (value: number): string => signedFormat.format(value);
export const formatPercent = (share: number | null): string =>
  share === null ? '–' : percentFormat.format(share);
export const formatHours = (hours: number | null): string =>
  hours === null ? '–' : `${formatNumber(hours)} h`;
export const formatInterval = (interval: { low: number; high: number } | null): string =>
  interval === null ? '–' : `${formatPercent(interval.low)} – ${formatPercent(interval.high)}`;

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;
export const formatDays = (days: number | null): string => (days === null ? '–' : counted(days, 'day'));

export const fullName = (name: Partial<Name> | null | undefined): string =>
  name ? [name.family, name.given].filter(Boolean).join(', ') || 'Name withheld' : 'Name withheld';

/** `left-early` as `Left early`: the contract's codes are made of the field's own words. */
export const sentence = (code: string): string => {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** `PatientAdmitted` as `Patient admitted`. */
export const spaced = (eventType: string): string =>
  eventType.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
