/**
 * Of a table of thousands of lines those that are in sight, and some more: the browser lays out no others.
 *
 *   const { from, to, above, below, reach } = useLinesInSight(room, lines.length);
 */
import { useLayoutEffect, useState } from "preact/hooks";

/** Lines up to which all are drawn. */
const FEW = 300;
const BEYOND = 40; // lines that are drawn above and below
const LINE = 26; // px, until one is measured

interface Seen {
  readonly from: number;
  readonly to: number;
  /** Heights of what is left out, px. */
  readonly above: number;
  readonly below: number;
  /** Scrolls a line into sight, where it is not. */
  reach(line: number): void;
}

export function useLinesInSight(room: { readonly current: HTMLElement | null }, count: number): Seen {
  const [{ top, height, line }, setSight] = useState({ top: 0, height: 1000, line: LINE });
  const some = count > FEW;

  useLayoutEffect(() => {
    const element = room.current;
    if (!element || !some) return;
    const look = (): void => {
      const own = element.querySelector<HTMLElement>("tr[data-line]")?.offsetHeight;
      const sight = { top: element.scrollTop, height: element.clientHeight, line: own || LINE };
      // only a step of many lines is worth drawing anew
      setSight((before) =>
        Math.abs(before.top - sight.top) < (BEYOND / 2) * sight.line &&
        before.height === sight.height &&
        before.line === sight.line
          ? before
          : sight,
      );
    };
    look();
    element.addEventListener("scroll", look, { passive: true });
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      watcher.disconnect();
    };
  }, [room, some]);

  const from = some ? Math.max(0, Math.min(Math.floor(top / line), count) - BEYOND) : 0;
  const to = some ? Math.min(count, Math.ceil((top + height) / line) + BEYOND) : count;
  return {
    from,
    to,
    above: from * line,
    below: (count - to) * line,
    reach(at) {
      const element = room.current;
      if (!element || !some) return;
      const [start, end] = [at * line, (at + 3) * line]; // behind the table's head
      if (start < element.scrollTop) element.scrollTop = start;
      else if (end > element.scrollTop + element.clientHeight) element.scrollTop = end - element.clientHeight;
    },
  };
}
