import type { LocalDate } from '../local-date.ts';
import type { Timeline } from '../timeline.ts';

/** In which place a payer pays on a day, the first of them before all; undefined: it does not pay then. */
export type Paying = (payerId: string, day: LocalDate) => number | undefined;

/**
 * Who pays on a day: who covers the patient; of coverages of one order that hold at once, the one that began last. A payer
 * is taken at the word of its approval, and pays after all others, where no coverage of its was ever told, and on days before
 * its coverage was seen first, unless another one held then.
 */
export const payingBy = ({ coverages }: Pick<Timeline, 'coverages'>): Paying => {
  const told = Map.groupBy(coverages, ({ payerId }) => payerId);
  const inOrder = coverages.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return (payerId, day) => {
    const own = told.get(payerId);
    if (!own) return Infinity;
    const paying = new Map<number, string>();
    for (const { from, until, order = 1, payerId: of } of inOrder)
      if (from <= day && (!until || day <= until)) paying.set(order, of);
    const orders = [...paying].flatMap(([order, of]) => (of === payerId ? [order] : []));
    if (orders.length > 0) return Math.min(...orders);
    return paying.size === 0 && own.every(({ from }) => day < from) ? Infinity : undefined;
  };
};
