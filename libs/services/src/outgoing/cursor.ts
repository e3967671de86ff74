import { parsePosition, type Position } from '@stepwell/event-sourcing';

/** How far somebody has followed what goes out: the log up to a position, and alerts up to a number. */
export interface Cursor {
  readonly position: Position;
  readonly alert: number;
}

/** A cursor as text: opaque to whoever is given it. */
export const writeCursor = ({ position, alert }: Cursor): string => `${position}.${alert}`;

/** A cursor from outside, or a position of the log alone, which says nothing of alerts; undefined when it is neither. */
export const parseCursor = (text: string): { position: Position; alert?: number } | undefined => {
  const [before = '', number, ...rest] = text.split('.');
  const position = parsePosition(before);
  if (!position || rest.length > 0) return undefined;
  if (number === undefined) return { position };
  return /^\d{1,15}$/.test(number) ? { position, alert: Number(number) } : undefined;
};
