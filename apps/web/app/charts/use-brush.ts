import { type KeyboardEvent, type PointerEvent, useState } from 'react';

/** Bars from one index to another, both included. */
export type BarRange = { from: number; to: number };

type Brush = {
  /** The bar that the pointer or the arrow keys are at. */
  at: number | null;
  /** Where a choice of several began. */
  anchor: number | null;
};

const none: Brush = { at: null, anchor: null };
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/**
 * Chooses bars: by a click or a drag, or by the arrow keys (with Shift for several), then Enter. Escape gives up.
 * @param onChoose gets what was chosen.
 */
export function useBrush(count: number, onChoose: (range: BarRange) => void) {
  const [brush, setBrush] = useState<Brush>(none);
  const last = count - 1;
  const at = brush.at === null ? null : Math.min(brush.at, last);
  const anchor = brush.anchor === null ? null : Math.min(brush.anchor, last);
  const range = at === null ? null : between(at, anchor ?? at);

  const placeOf = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / width) * count)));
  };
  const choose = (chosen: BarRange | null) => {
    setBrush(none);
    if (chosen) onChoose(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (event.key === 'Enter' || event.key === ' ') choose(range);
    else if (event.key === 'Escape' && at !== null) setBrush(none);
    else if (event.key === 'Home' || event.key === 'End' || step !== undefined) {
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? last : (at ?? count) + (step ?? 0);
      setBrush({
        at: Math.max(0, Math.min(last, to)),
        anchor: event.shiftKey ? (anchor ?? at) : null,
      });
    } else return;
    event.preventDefault();
  };
  return {
    range,
    handlers: {
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const place = placeOf(event);
        setBrush((was) => (was.at === place ? was : { ...was, at: place }));
      },
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const place = placeOf(event);
        setBrush({ at: place, anchor: place });
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) =>
        anchor !== null && choose(between(placeOf(event), anchor)),
      onPointerLeave: () => setBrush((was) => (was.anchor === null ? none : was)),
      onPointerCancel: () => setBrush(none),
      onKeyDown,
      onBlur: () => setBrush(none),
    },
  };
}

function between(a: number, b: number): BarRange {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}
