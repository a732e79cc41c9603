/**
 * Random programs with histories: what handlers, promises, timers, other entries and another module write meets what
 * others read, in an order that only a run decides.
 *
 *   let size = 3;
 *   on("resize", () => { size = 5; });
 *   export function build() { new nn.Linear(size, 2).forward(xs[3]); }     // a check: right before the first event
 */
import { LIBRARIES, type Library } from "./libraries.ts";
import { randomFrom } from "./random.ts";

/** A line of one of the modules, or one that holds others; `§` stands for a body. */
export interface Step {
  readonly text: string;
  readonly bodies: readonly (readonly Step[])[];
  readonly check?: number;
  /** The name of what the check gives; nothing goes on where it fails. */
  readonly gives?: string;
}
export interface History {
  readonly library: Library;
  readonly steps: readonly Step[];
}

const SIZES = [3, 5, 16] as const;
export const MAIN = "/project/main.ts";

/** A module that main.ts imports, and one that it loads late. */
export const OTHERS: Readonly<Record<string, string>> = {
  "/project/store.ts": `export let width = 3;
export const setWidth = (n) => { width = n; };
class Store {
  units = 3;
  list = [];
  best = null;
  add(n) { this.list.push(n); if (!this.best) this.best = n; }
  async load(n) { await tick(); this.units = n; }
}
export const store = new Store();
export const table = { a: 3, rows: [] };
`,
  "/project/late.ts": `import { setWidth, store } from "./store.ts";
export let depth = 3;
export function deepen(n) { depth = n; setWidth(n); store.units = n; }
`,
};

const HEAD = `import { setWidth, store, table, width } from "./store.ts";
import { on, tick, ready, button, Widget, risky, guess } from "outside";
`;

export const PLACES = `let size = 3;
let model = null;
let latest;
const rows = [];
const config = { units: 3, inner: { n: 3 } };
const seen = new Map();
class Tracker { static last = 3; }
class Box {
  width = 3;
  layer = null;
  constructor(name) { this.name = name; }
  grow(n) { this.width = n; }
  async fetch(n) { await tick(); this.width = n; return n; }
  build(n) { this.layer = { n }; }
  get twice() { return this.width; }
}
const box = new Box("one");
async function wait(n) { await tick(); size = n; return n; }
function note(n) { latest = { n }; rows.push(n); }
`;

const WRITES: readonly ((n: number) => string)[] = [
  (n) => `size = ${n};`,
  (n) => `model = { n: ${n} };`,
  () => "model = null;",
  (n) => `latest = { n: ${n} };`,
  (n) => `rows.push(${n});`,
  (n) => `rows[0] = ${n};`,
  () => "rows.length = 0;",
  (n) => `config.units = ${n};`,
  (n) => `config.inner = { n: ${n} };`,
  (n) => `Object.assign(config, { units: ${n} });`,
  (n) => `seen.set("a", ${n});`,
  () => 'seen.delete("a");',
  (n) => `Tracker.last = ${n};`,
  (n) => `box.width = ${n};`,
  (n) => `box.grow(${n});`,
  (n) => `box.fetch(${n});`,
  (n) => `box.build(${n});`,
  (n) => `setWidth(${n});`,
  (n) => `store.units = ${n};`,
  (n) => `store.add(${n});`,
  (n) => `store.load(${n});`,
  (n) => `table.a = ${n};`,
  (n) => `table.rows.push(${n});`,
  (n) => `wait(${n});`,
  (n) => `note(${n});`,
  () => "size = config.units;",
  () => "config.units = width;",
  () => "Tracker.last = rows.length + 3;",
  () => "for (let i = 0; i < 900; i++) seen.set(String(i % 3), i);",
];

const WAITING: readonly ((n: number) => string)[] = [
  () => "await tick();",
  (n) => `await wait(${n});`,
  (n) => `await box.fetch(${n});`,
  (n) => `await store.load(${n});`,
  (n) => `size = await box.fetch(${n});`,
  (n) => `(await import("./late.ts")).deepen(${n});`,
];

const READS = [
  "size",
  "width",
  "(model ? model.n : 5)",
  "(model?.n ?? 3)",
  "(latest ? latest.n : 16)",
  "(rows[0] ?? 5)",
  "(rows.at(-1) ?? 16)",
  "(rows.length + 3)",
  "config.units",
  "config.inner.n",
  '(seen.get("a") ?? 3)',
  "(seen.size + 3)",
  "Tracker.last",
  "box.width",
  "box.twice",
  "(box.layer ? box.layer.n : 3)",
  "store.units",
  "(store.best ?? 5)",
  "(store.list.length + 3)",
  "table.a",
  "(table.rows.length + 5)",
];

/** What holds code: text, bodies, whether the body may wait, and whether it may stand inside of others. */
const HOLDERS: readonly (readonly [text: string, bodies: number, waits: boolean, nests: boolean])[] = [
  ["export function NAME() §", 1, false, false],
  ["export async function NAME() §", 1, true, false],
  ["export const NAME = async () => §;", 1, true, false],
  ['on("event", () => §);', 1, false, true],
  ['on("event", async () => §);', 1, true, true],
  ["button.onclick = () => §;", 1, false, true],
  ["new Widget({ onChange: () => § });", 1, false, true],
  ["new Widget({ hooks: [async () => §] });", 1, true, true],
  ["setTimeout(() => §, 10);", 1, false, true],
  ["ready.then(() => §);", 1, false, true],
  ["wait(3).then(() => §);", 1, false, true],
  ['import("./late.ts").then((late) => §);', 1, false, true],
  ["tick().then(() => §).catch(() => §).finally(() => §);", 3, false, true],
  ["new Promise((resolve) => { resolve(); § });", 1, false, true],
  ["(async () => §)();", 1, true, true],
  ["if (guess()) § else §", 2, false, true],
  ["try { risky(); § } catch §", 2, false, true],
  ["for (const n of [3, 5]) §", 1, false, true],
  ["rows.forEach((n) => §);", 1, false, true],
  ["export class NAME { run() § async later() § }", 2, false, false],
];

/** Holders whose bodies are given a tensor: nobody says of which rank. */
const GIVEN: readonly (readonly [text: string, nests: boolean])[] = [
  ["export function NAME(GIVEN) §", false],
  ["export const NAME = async (GIVEN) => §;", false],
  ["export class NAME { run(GIVEN) § }", false],
  ['on("event", (GIVEN) => §);', true],
  ["new Widget({ onChange: (GIVEN) => § });", true],
];

/** Conditions that tell something of a tensor. */
const ASKS: readonly ((x: string, n: number) => string)[] = [
  (x, n) => `if (${x}.shape.length === ${1 + (n % 4)}) §`,
  (x, n) => `if (${x}.shape[1] === ${n}) §`,
  (x) => `if (${x}.shape.length > 2) § else §`,
];

/** The program of a seed. */
export function historyProgram(seed: number): History {
  const random = randomFrom(seed);
  const library = random.of(LIBRARIES);
  let count = 0;
  const check = (): Step => ({
    text: random.of(library.checks)(random.of(READS), random.of(SIZES)),
    bodies: [],
    check: count++,
  });
  const step = (tensors: string[]): Step => {
    const text = random.of(library.steps)(random.of(tensors), random.of(SIZES), random.of(SIZES));
    const gives = `y${count}`;
    tensors.push(gives);
    return { text, bodies: [], check: count++, gives };
  };
  const simple = (waits: boolean): Step => {
    if (random.oneIn(3)) return check();
    const from = waits && random.oneIn(3) ? WAITING : WRITES;
    return { text: random.of(from)(random.of(SIZES)), bodies: [] };
  };
  const body = (depth: number, waits: boolean, outer: readonly string[]): Step[] => {
    const tensors = [...outer];
    return Array.from({ length: 1 + random.below(tensors.length > 0 ? 4 : 3) }, () => {
      if (tensors.length > 0 && !random.oneIn(3)) {
        if (depth === 0 || !random.oneIn(5)) return step(tensors);
        const text = random.of(ASKS)(random.of(tensors), random.of(SIZES));
        return holder(text, text.split("§").length - 1, waits, depth - 1, tensors);
      }
      if (depth === 0 || !random.oneIn(3)) return simple(waits);
      if (random.oneIn(5)) return given(true, depth - 1, tensors);
      const [text, bodies, inner] = random.of(HOLDERS.filter(([, , , nests]) => nests));
      return holder(text, bodies, inner || (waits && text.startsWith("if")), depth - 1, tensors);
    });
  };
  const holder = (
    text: string,
    bodies: number,
    waits: boolean,
    depth: number,
    tensors: readonly string[],
  ): Step => ({
    text: text.replaceAll("NAME", `entry${count++}`),
    bodies: Array.from({ length: bodies }, () => body(depth, waits, tensors)),
  });
  const given = (inside: boolean, depth: number, tensors: readonly string[]): Step => {
    const [text] = random.of(GIVEN.filter(([, nests]) => nests || !inside));
    const name = `x${count++}`;
    return holder(text.replace("GIVEN", name), 1, text.includes("async"), depth, [...tensors, name]);
  };
  const top = (): Step => {
    if (random.oneIn(3)) return given(false, 2, []);
    if (random.oneIn(3)) return simple(false);
    const [text, bodies, waits] = random.of(HOLDERS);
    return holder(text, bodies, waits, 2, []);
  };
  return { library, steps: Array.from({ length: 3 + random.below(6) }, top) };
}

// ── as text ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The files as the checker reads them, and the line of each check in the main one; `always`: those that an error makes fail each time. */
export function filesOf({ library, steps }: History): {
  readonly files: Readonly<Record<string, string>>;
  readonly lines: ReadonlyMap<number, number>;
  readonly always: ReadonlySet<number>;
} {
  const out = `${library.imports}\n${HEAD}${library.examples}\n${PLACES}`.split("\n");
  const lines = new Map<number, number>();
  const always = new Set<number>();
  const write = (step: Step, given = false, loop = false): void => {
    if (step.check !== undefined) lines.set(out.length, step.check);
    if (step.check !== undefined && given && !loop) always.add(step.check);
    const parts = step.text.split("§");
    const plain = step.gives === undefined ? step.text : `const ${step.gives} = ${step.text}`;
    out.push(step.bodies.length > 0 ? `${parts[0]}{` : step.check === undefined ? plain : `${plain};`);
    for (const [i, body] of step.bodies.entries()) {
      for (const inner of body)
        write(inner, given || /\(x\d+\)/.test(step.text), loop || /^(for|rows)\b/.test(step.text));
      out.push(`}${parts[i + 1]}${i + 1 < step.bodies.length ? "{" : ""}`);
    }
  };
  for (const step of steps) write(step);
  return { files: { ...OTHERS, [MAIN]: out.join("\n") }, lines, always };
}

/** Programs with one step less, for finding the smallest that shows a fault. */
export function smallerHistories({ library, steps }: History): History[] {
  const without = (list: readonly Step[]): (readonly Step[])[] => [
    ...list.map((_, i) => list.toSpliced(i, 1)),
    ...list.flatMap((step, i) =>
      step.bodies.flatMap((body, b) =>
        without(body).map((shorter) => list.with(i, { ...step, bodies: step.bodies.with(b, shorter) })),
      ),
    ),
  ];
  return without(steps).map((shorter) => ({ library, steps: shorter }));
}
