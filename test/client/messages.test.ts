/** What pages and panels say to each other is looked at on both sides: anything else is no message. */
import { describe, expect, test } from "vitest";
import {
  fromPage,
  inspectorChange,
  inspectorTarget,
  summaryChange,
  toPage,
} from "../../client/src/panels/index.ts";

const at = { uri: "file:///net.ts", line: 3, character: 8 };
const stretch = { uri: at.uri, start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
const RIGHT: readonly object[] = [
  { kind: "ready" },
  { kind: "keep" },
  { kind: "cancel" },
  { kind: "target", target: { options: { sample: { kind: "randn", seed: 3 }, inputShape: [1, 3, 8, 8] } } },
  { kind: "reveal", source: stretch, focus: true },
  { kind: "question", id: 1, name: "explainCell", params: { id: "a", index: [0, 1, 2] } },
  { kind: "question", id: 2, name: "benchmark", params: { at, options: {} } },
  { kind: "question", id: 3, name: "chooseSample", params: null },
  {
    kind: "question",
    id: 4,
    name: "exportArray",
    params: { id: "a", which: "output", index: 0, name: "y.npy" },
  },
  { kind: "question", id: 5, name: "save", params: { name: "a.svg", content: "<svg/>" } },
  { kind: "question", id: 6, name: "modelNode", params: { uri: "file:///m.onnx", row: 2 } },
];
const WRONG: readonly unknown[] = [
  undefined,
  null,
  3,
  "ready",
  [],
  {},
  { kind: "run" },
  { kind: "constructor" },
  { kind: "target" },
  { kind: "target", target: { options: { sample: { kind: "url", url: "https://attacker.example" } } } },
  { kind: "target", target: { at: { uri: at.uri, line: -1, character: 0 } } },
  { kind: "target", target: { options: { inputShape: [Number.POSITIVE_INFINITY] } } },
  { kind: "reveal", source: { ...stretch, start: { line: "0", character: 0 } }, focus: true },
  { kind: "reveal", source: stretch },
  { kind: "question", id: -1, name: "chooseSample", params: null },
  { kind: "question", id: 1, name: "__proto__", params: null },
  { kind: "question", id: 1, name: "save", params: { name: "a", content: 3 } },
  { kind: "question", id: 1, name: "save", params: null },
  { kind: "question", id: 1, name: "explainCell", params: { id: "a", index: [0.5] } },
];

describe("a panel", () => {
  test.each(RIGHT)("acts on %j as it is", (message) => {
    expect(fromPage(summaryChange).parse(message)).toEqual(message);
  });

  test.each(WRONG)("passes over %j", (message) => {
    expect(fromPage(inspectorChange).safeParse(message).success).toBe(false);
  });

  test("is restored from a whole target alone, and keeps nothing that it does not know", () => {
    expect(inspectorTarget.parse({ at, options: {}, more: 1 })).toEqual({ at, options: {} });
    expect(inspectorTarget.safeParse({ at }).success).toBe(false);
    expect(inspectorTarget.safeParse({ at: "here", options: {} }).success).toBe(false);
  });
});

test("a page acts on its panel's messages alone: other frames may post some, too", () => {
  const check = toPage<object, object>();
  const right = [
    { kind: "busy", busy: true, doing: "conv1" },
    { kind: "answer", target: { at, run: false }, answer: { rows: [] } },
    { kind: "answer", target: { at }, answer: { refused: "No." } },
    { kind: "reply", id: 4, reply: null },
  ];
  for (const message of right) expect(check.parse(message)).toEqual(message);
  for (const message of [
    ...WRONG,
    { kind: "answer", answer: {} },
    { kind: "busy" },
    { kind: "reply", id: "x" },
  ])
    expect(check.safeParse(message).success).toBe(false);
});
