/** The terms behind an output value: asked for one at a time, the newest first, remembered while the run is the same. */
import type { Cell, LayerRun } from "@convlens/server/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import type { InspectorTarget } from "../../messages.ts";
import { type Host, isRefusal } from "../../ui/host.ts";
import type { View } from "./view.ts";

/** The cell at an index of the output (without batch); the one before it until its answer is there. */
export function useCell(
  host: Host<InspectorTarget, LayerRun, View>,
  run: LayerRun,
  index: readonly number[] | undefined,
): { cell: Cell | undefined; refused: string | undefined } {
  const [shown, setShown] = useState<{ cell?: Cell; refused?: string; id?: string }>({});
  const wanted = useRef<string>(undefined);
  const busy = useRef(false);
  const known = useRef(new Map<string, Cell>());
  const id = useRef(run.id);
  if (id.current !== run.id) {
    id.current = run.id;
    known.current.clear();
  }
  const key = index && run.explainable ? `${run.id} ${index.join(" ")}` : undefined;

  useEffect(() => {
    wanted.current = key;
    void pursue();
    async function pursue(): Promise<void> {
      const next = wanted.current;
      if (next === undefined || busy.current) return;
      let cell = known.current.get(next);
      if (!cell) {
        busy.current = true;
        const [runId, ...at] = next.split(" ");
        const answer = await host.ask("explainCell", { id: runId!, index: at.map(Number) });
        busy.current = false;
        if (isRefusal(answer)) {
          if (wanted.current === next) setShown({ refused: answer.refused });
          else void pursue();
          return;
        }
        cell = answer;
        known.current.set(next, cell);
      }
      setShown({ cell, id: next.split(" ")[0]! });
      if (wanted.current !== next) void pursue();
    }
  }, [host, key]);

  const cell = shown.id === run.id ? shown.cell : undefined;
  return { cell, refused: key === undefined ? undefined : shown.refused };
}

/** How many rows and columns of padding the first and the last output value reach into. */
export function useMargin(
  host: Host<InspectorTarget, LayerRun, View>,
  run: LayerRun,
  last: readonly number[],
): readonly [number, number] {
  const [margin, setMargin] = useState<readonly [number, number]>([0, 0]);
  useEffect(() => {
    // until the new one is known the old one stays, so that nothing jumps
    if (!run.explainable) return setMargin([0, 0]);
    let current = true;
    const sizes = run.inputs[0]?.sent ?? [];
    const beyond = (at: number | undefined, size: number | undefined): number =>
      at === undefined || size === undefined ? 0 : Math.max(0, -at, at - size + 1);
    const ends = [last.map(() => 0), last];
    void Promise.all(ends.map((index) => host.ask("explainCell", { id: run.id, index }))).then((cells) => {
      const padded = cells
        .flatMap((cell) => (isRefusal(cell) ? [] : cell.terms))
        .filter((term) => term.padded);
      const most = (axis: number): number =>
        Math.max(0, ...padded.map(({ input }) => beyond(input.at(axis), sizes.at(axis))));
      if (current) setMargin([sizes.length > 2 ? most(-2) : 0, most(-1)]);
    });
    return () => {
      current = false;
    };
  }, [host, run.id]);
  return margin;
}
