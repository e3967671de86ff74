import { useState, type FocusEvent, type PointerEvent, type ReactNode } from 'react';

interface Shown {
  x: number;
  y: number;
  content: ReactNode;
}

/** A tooltip for hand-drawn charts, on hover and on focus. Put `tip` last inside a `.tip-host`. */
export function useTip() {
  const [shown, setShown] = useState<Shown>();
  const place = (target: Element, content: ReactNode) => {
    const host = target.closest('.tip-host')?.getBoundingClientRect();
    const box = target.getBoundingClientRect();
    if (!host) return;
    const middle = Math.min(Math.max(box.left + box.width / 2, host.left), host.right);
    setShown({ x: clamp(middle - host.left, 110, host.width - 110), y: box.top - host.top, content });
  };
  const on = (content: ReactNode) => ({
    onPointerEnter: (event: PointerEvent<Element>) => place(event.currentTarget, content),
    onPointerLeave: () => setShown(undefined),
    onFocus: (event: FocusEvent<Element>) => place(event.currentTarget, content),
    onBlur: () => setShown(undefined),
  });
  const tip = shown ? (
    <div className="tip" role="tooltip" style={{ left: shown.x, top: shown.y }}>
      {shown.content}
    </div>
  ) : null;
  return { on, tip };
}

const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(value, Math.max(low, high)));

/** Gives a mark its tooltip. */
export type TipOn = ReturnType<typeof useTip>['on'];
