/** The queue in front of the worker: order, superseding, cancelling, and a worker that dies. */
import { describe, expect, test, vi } from "vitest";
import type { Ask, Jobs, Told } from "../../../server/src/preview/index.ts";
import { type Channel, PreviewService } from "../../../server/src/preview/index.ts";

/** A worker that answers when told to. */
function fake() {
  const state = {
    asked: [] as Ask[],
    started: 0,
    ended: 0,
    tell: (_told: Told) => {},
    lose: (_why: string) => {},
  };
  const log: string[] = [];
  const words = { cancelled: new Int32Array(1), stop: new Int32Array(1) };
  const start = (): Channel => {
    state.started++;
    return {
      send: (ask) => void state.asked.push(ask),
      onTold: (listener) => {
        state.tell = listener;
      },
      onLost: (listener) => {
        state.lose = listener;
      },
      end: () => void state.ended++,
    };
  };
  const service = new PreviewService(start, (message) => log.push(message));
  const cell = (id: string, options = {}) => service.ask("cell", { id, index: [] }, options);
  const answer = (n: number): void => state.tell({ kind: "answer", id: state.asked[n]!.id, answer: n });
  return { state, log, words, service, cell, answer };
}

describe("the preview service", () => {
  test("one job at a time, what a person asked for before what a pointer passed over", async () => {
    const { state, cell, answer } = fake();
    const jobs = [cell("a"), cell("hover", { topic: "hover" }), cell("b")];
    expect(state.asked.map(({ job }) => (job as { id: string }).id)).toEqual(["a"]);
    for (const n of [0, 1, 2]) answer(n);
    expect(await Promise.all(jobs)).toEqual([0, 2, 1]);
    expect(state.asked.map(({ job }) => (job as { id: string }).id)).toEqual(["a", "b", "hover"]);
  });

  test("a newer job of the topic takes the older one's place, and the worker is told", async () => {
    const { state, words, cell, answer } = fake();
    const older = cell("old", { topic: "hover" });
    state.tell({ kind: "ready", words });
    const newer = cell("new", { topic: "hover" });
    await expect(older).rejects.toThrow("Cancelled.");
    expect(words.cancelled[0]).toBe(state.asked[0]!.id);
    expect(words.stop[0]).toBe(1);
    state.tell({ kind: "error", id: state.asked[0]!.id, message: "Cancelled.", expected: true });
    answer(1);
    expect(await newer).toBe(1);
  });

  test("what is done ahead gives way to whatever is asked", async () => {
    const { state, words, cell, answer } = fake();
    const ahead = cell("ahead", { idle: true });
    state.tell({ kind: "ready", words });
    const asked = cell("a");
    await expect(ahead).rejects.toThrow("Cancelled.");
    expect(words.cancelled[0]).toBe(state.asked[0]!.id);
    state.tell({ kind: "error", id: state.asked[0]!.id, message: "Cancelled.", expected: true });
    answer(1);
    expect(await asked).toBe(1);
  });

  test("a cancelled job that waits is never sent", async () => {
    const { state, cell, answer } = fake();
    const first = cell("a");
    const abort = new AbortController();
    const second = cell("b", { signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toThrow("Cancelled.");
    answer(0);
    await first;
    expect(state.asked).toHaveLength(1);
  });

  test("a worker that nobody asks anything ends, later where a panel shows its run, and starts anew", async () => {
    vi.useFakeTimers();
    try {
      const { state, service, cell, answer } = fake();
      service.warmUp();
      vi.advanceTimersByTime(170_000);
      const first = cell("a");
      vi.advanceTimersByTime(170_000);
      expect(state).toMatchObject({ started: 1, ended: 0 }); // it works
      answer(0);
      await first;
      const { generation } = service;
      vi.advanceTimersByTime(190_000);
      expect(state).toMatchObject({ started: 1, ended: 1 });
      expect(service.generation).not.toBe(generation);

      const shown = service.ask("layer", {} as Jobs["layer"]["ask"]);
      expect(state.started).toBe(2);
      answer(1);
      await shown;
      vi.advanceTimersByTime(1_700_000);
      expect(state.ended).toBe(1);
      vi.advanceTimersByTime(190_000);
      expect(state.ended).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a worker that dies fails its job with a sentence and is replaced", async () => {
    const { state, log, cell, answer } = fake();
    const lost = cell("a");
    const waiting = cell("b");
    state.lose("The preview worker ended with code 134.");
    await expect(lost).rejects.toThrow(/^The preview worker ended with code 134\. This run is lost/);
    expect(state.started).toBe(2);
    answer(1);
    expect(await waiting).toBe(1);
    expect(log).toEqual(["The preview worker ended with code 134."]);
  });

  test("a bug in the worker is logged whole and told in a sentence", async () => {
    const { state, log, cell } = fake();
    const job = cell("a");
    state.tell({ kind: "error", id: state.asked[0]!.id, message: "TypeError: x\n  at y", expected: false });
    await expect(job).rejects.toThrow("The run failed inside of ConvLens: TypeError: x.");
    expect(log[0]).toContain("at y");
  });
});
