/**
 * Random programs with histories: what handlers, promises, timers, other entries and another module write meets what
 * others read, in an order that only a run decides.
 *
 *   let size = 3;
 *   on("resize", () => { size = 5; });
 *   export function build() { new nn.Linear(size, 2).forward(xs[3]); }     // a check: right before the first event
 */
import { nn, randn } from "@convlens/engine";
import { type Random, randomFrom } from "./random.ts";

/** A line of one of the modules, or one that holds others; `§` stands for a body. */
interface Step {
  readonly text: string;
  readonly bodies: readonly (readonly Step[])[];
  readonly check?: number;
}
export interface History {
  readonly steps: readonly Step[];
}

const SIZES = [3, 5, 16] as const;
export const MAIN = "/project/main.ts";

/** A module that main.ts imports, and one that it loads late. */
const OTHERS: Readonly<Record<string, string>> = {
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

const HEAD = `import { nn, randn } from "@convlens/engine";
import { setWidth, store, table, width } from "./store.ts";
import { on, tick, ready, button, Widget, risky, guess } from "outside";
`;

const PLACES = `let size = 3;
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
const xs = { 3: randn([1, 3]), 5: randn([1, 5]), 16: randn([1, 16]) };
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

/** The program of a seed. */
export function historyProgram(seed: number): History {
  const random = randomFrom(seed);
  let count = 0;
  const check = (): Step => ({
    text: `new nn.Linear(${random.of(READS)}, 2).forward(xs[${random.of(SIZES)}]);`,
    bodies: [],
    check: count++,
  });
  const simple = (waits: boolean): Step => {
    if (random.oneIn(3)) return check();
    const from = waits && random.oneIn(3) ? WAITING : WRITES;
    return { text: random.of(from)(random.of(SIZES)), bodies: [] };
  };
  const body = (depth: number, waits: boolean): Step[] =>
    Array.from({ length: 1 + random.below(3) }, () => {
      if (depth === 0 || !random.oneIn(3)) return simple(waits);
      const [text, bodies, inner] = random.of(HOLDERS.filter(([, , , nests]) => nests));
      return holder(text, bodies, inner || (waits && text.startsWith("if")), depth - 1);
    });
  const holder = (text: string, bodies: number, waits: boolean, depth: number): Step => ({
    text: text.replaceAll("NAME", `entry${count++}`),
    bodies: Array.from({ length: bodies }, () => body(depth, waits)),
  });
  const top = (): Step => {
    if (random.oneIn(3)) return simple(false);
    const [text, bodies, waits] = random.of(HOLDERS);
    return holder(text, bodies, waits, 2);
  };
  return { steps: Array.from({ length: 3 + random.below(6) }, top) };
}

// ── as text ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The files as the checker reads them, and the line of each check in the main one. */
export function filesOf({ steps }: History): {
  readonly files: Readonly<Record<string, string>>;
  readonly lines: ReadonlyMap<number, number>;
} {
  const out = `${HEAD}${PLACES}`.split("\n");
  const lines = new Map<number, number>();
  const write = (step: Step): void => {
    if (step.check !== undefined) lines.set(out.length, step.check);
    const parts = step.text.split("§");
    out.push(step.bodies.length > 0 ? `${parts[0]}{` : step.text);
    for (const [i, body] of step.bodies.entries()) {
      body.forEach(write);
      out.push(`}${parts[i + 1]}${i + 1 < step.bodies.length ? "{" : ""}`);
    }
  };
  steps.forEach(write);
  return { files: { ...OTHERS, [MAIN]: out.join("\n") }, lines };
}

export interface Outcome {
  ran: number;
  failed: number;
}

type Entry = () => unknown;

/** Runs the program on the engine: its top level, then events, entries and waits in a random order. */
export async function runHistory(program: History, random: Random): Promise<ReadonlyMap<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  const check = (id: number, body: () => void): void => {
    const outcome = outcomes.get(id) ?? { ran: 0, failed: 0 };
    outcomes.set(id, outcome);
    outcome.ran++;
    try {
      body();
    } catch {
      outcome.failed++;
    }
  };
  const happenings: Entry[] = []; // what may run again and again
  const waits: Entry[] = []; // what is waited for
  const tick = (): Promise<void> => new Promise((done) => waits.push(done));
  const handlers = (value: unknown): void => {
    if (typeof value === "function") happenings.push(() => (value as Entry)());
    else if (typeof value === "object" && value) Object.values(value).forEach(handlers);
  };
  const outside = {
    on: (_: string, handler: unknown) => handlers(handler),
    setTimeout: (handler: unknown) => handlers(handler),
    tick,
    ready: tick(),
    button: new Proxy(
      {},
      {
        set(_, __, value) {
          handlers(value);
          return true;
        },
      },
    ),
    Widget: class {
      constructor(options: unknown) {
        handlers(options);
      }
    },
    risky: () => {
      if (random.oneIn(2)) throw new Error("a risk");
    },
    guess: () => random.oneIn(2),
    entry: (value: unknown) => handlers(value),
  };
  try {
    compiledOf(program)(...Object.values(outside), check, nn, randn);
  } catch {
    // the program ends here; what it handed out by then lives on
  }
  for (let n = 0; n < EVENTS; n++) {
    await settled();
    const what =
      random.oneIn(2) && waits.length > 0 ? waits.splice(random.below(waits.length), 1)[0] : undefined;
    const event = what ?? (happenings.length > 0 ? random.of(happenings) : undefined);
    try {
      (event?.() as Promise<unknown> | undefined)?.catch?.(() => {});
    } catch {
      // one handler's failure is not another's
    }
  }
  await settled();
  return outcomes;
}

const EVENTS = 12;

/** All promises that are fulfilled have been told. */
const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

const compiled = new WeakMap<History, (...args: unknown[]) => void>();

/** All modules as one function: their variables are live as imports are. */
function compiledOf(program: History): (...args: unknown[]) => void {
  const known = compiled.get(program);
  if (known) return known;
  const guard = (text: string): string =>
    /^(await|\w+ = await|\(await)/.test(text) ? text : `try { ${text} } catch {}`;
  const textOf = (step: Step): string => {
    if (step.check !== undefined) return `check(${step.check}, () => { ${step.text} });`;
    let at = 0;
    const whole = step.text.replace(/§/g, () => `{ ${step.bodies[at++]!.map(textOf).join("\n")} }`);
    return step.bodies.length > 0 ? whole : guard(whole);
  };
  const plain = (text: string): string =>
    text
      .replace(/^import .*$/gm, "")
      .replace(/import\("\.\/late\.ts"\)/g, "tick().then(() => ({ deepen }))")
      .replace(/^export (async )?(function|class) (\w+)/gm, (_, async = "", kind, name) =>
        kind === "class"
          ? `queueMicrotask(() => { const made = new ${name}(); entry([() => made.run(), () => made.later()]); }); class ${name}`
          : `entry((...args) => ${name}(...args)); ${async}${kind} ${name}`,
      )
      .replace(/^export const (entry\w+) =/gm, "queueMicrotask(() => entry($1)); const $1 =")
      .replace(/^export /gm, "");
  const body = [...Object.values(OTHERS), PLACES, program.steps.map(textOf).join("\n")].map(plain).join("\n");
  const names = [
    "on",
    "setTimeout",
    "tick",
    "ready",
    "button",
    "Widget",
    "risky",
    "guess",
    "entry",
    "check",
    "nn",
    "randn",
  ];
  const run = new Function(...names, body) as (...args: unknown[]) => void;
  compiled.set(program, run);
  return run;
}

/** Programs with one step less, for finding the smallest that shows a fault. */
export function smallerHistories({ steps }: History): History[] {
  const without = (list: readonly Step[]): (readonly Step[])[] => [
    ...list.map((_, i) => list.toSpliced(i, 1)),
    ...list.flatMap((step, i) =>
      step.bodies.flatMap((body, b) =>
        without(body).map((shorter) => list.with(i, { ...step, bodies: step.bodies.with(b, shorter) })),
      ),
    ),
  ];
  return without(steps).map((shorter) => ({ steps: shorter }));
}
