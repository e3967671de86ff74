import type { Outcome } from '../../api/types.ts';

export const outcomes = ['numerator', 'not-numerator', 'excluded', 'open'] as const satisfies Outcome[];

export const outcomeNames: Record<Outcome, string> = {
  numerator: 'In numerator',
  'not-numerator': 'Not in numerator',
  excluded: 'Excluded',
  open: 'Open',
};

// A numerator is good news in one measure and bad in another, so the badges take no side.
const marks: Record<Outcome, string> = { numerator: '●', 'not-numerator': '○', excluded: '×', open: '…' };

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  return (
    <span className={`badge ${outcome}`}>
      <span aria-hidden="true">{marks[outcome]}</span> {outcomeNames[outcome]}
    </span>
  );
}
