/**
 * Random programs that write where it is not decided whether they do: every kind of place, in every kind of construct.
 *
 *   let v = 3;
 *   if (b0) v = 5;
 *   new nn.Linear(v, 2).forward(x3);       // a check: right for one choice of b0, wrong for the other
 */
import { nn, randn } from "@convlens/engine";
import { type Random, randomFrom } from "./random.ts";

/** A statement, or one that holds others. `§` stands for a body. */
interface Step {
  readonly text: string;
  readonly bodies: readonly (readonly Step[])[];
  readonly check?: number;
}
export interface Program {
  readonly steps: readonly Step[];
}

const SIZES = [3, 5, 16] as const;

/** What the program cannot know, and what it may turn out to be. */
const UNKNOWNS = {
  b0: [true, false],
  b1: [true, false],
  b2: [true, false],
  k0: ["a", "b", "c"],
  i0: [0, 1, 2],
  n0: [0, 1, 2],
  c0: [0, 1, 2], // how often `each` calls back
} as const;
export type Choice = { readonly [name in keyof typeof UNKNOWNS]: (typeof UNKNOWNS)[name][number] };

const HEAD = `import { nn, randn } from "@convlens/engine";
declare const b0: boolean, b1: boolean, b2: boolean, k0: string, i0: number, n0: number;
declare function each(body: () => void): void;
declare function risky(): void;
`;

/** What both the checker and the engine start from. */
const PLACES = `
let v = 3;
let w = 3;
class C { static width = 3; static other = 3; }
class Base { size = 3; set both(value) { this.size = value; w = value; } grow(value) { this.size = value; } get twice() { return this.size; } }
class Sub extends Base { extra = 3; }
const o = new Sub();
const r = { a: 3, b: 3 };
const deep = { inner: { a: 3 }, list: [3, 3] };
const list = [3, 3, 3];
const map = new Map([["a", 3], ["b", 3]]);
const set = new Set(["a", "b", "c"]);
let t = randn([1, 3]);
const lazy = new nn.LazyLinear(2);
const lazies = [new nn.LazyLinear(2), new nn.LazyLinear(2)];
const alias = r;
function write(value) { v = value; r.a = value; }
function early(value) { if (b1) return 1; v = value; return value; }
function* steps(value) { v = value; yield 1; C.width = value; yield 2; }
const xs = { 3: randn([1, 3]), 5: randn([1, 5]), 16: randn([1, 16]) };
`;

const WRITES: readonly ((n: number, random: Random) => string)[] = [
  (n) => `v = ${n};`,
  (n) => `w = ${n};`,
  (n) => `C.width = ${n};`,
  (n) => `C[k0 === "a" ? "width" : "other"] = ${n};`,
  (n) => `o.size = ${n};`,
  (n) => `o.both = ${n};`,
  (n) => `o.grow(${n});`,
  (n) => `r.a = ${n};`,
  (n) => `alias.b = ${n};`,
  (n) => `r[k0] = ${n};`,
  () => "delete r[k0];",
  () => "delete r.b;",
  (n) => `Object.assign(r, { a: ${n} });`,
  (n) => `Object.assign(r, b2 ? { b: ${n} } : {});`,
  (n) => `deep.inner.a = ${n};`,
  (n) => `deep.inner = { a: ${n} };`,
  (n) => `deep.list[1] = ${n};`,
  (n) => `list[0] = ${n};`,
  (n) => `list[i0] = ${n};`,
  (n) => `list.push(${n});`,
  (n) => `list.unshift(${n});`,
  () => "list.pop();",
  () => "list.shift();",
  () => "list.length = 2;",
  () => "list.reverse();",
  (n) => `list.fill(${n}, i0);`,
  (n) => `list.splice(i0, 1, ${n});`,
  () => "list.sort(() => i0 - 1);",
  (n) => `map.set("a", ${n});`,
  (n) => `map.set(k0, ${n});`,
  () => 'map.delete("b");',
  () => "map.delete(k0);",
  (n) => `set.add("x${n}");`,
  () => "set.delete(k0);",
  (n) => `t = randn([1, ${n}]);`,
  (n) => `lazy.forward(xs[${n}]);`,
  (n) => `lazies[i0 % 2].forward(xs[${n}]);`,
  (n) => `write(${n});`,
  (n) => `early(${n});`,
  (n) => `for (const _ of steps(${n})) if (b2) break;`,
  (n) => `[v, w] = [w, ${n}];`,
  (n) => `({ a: r.a, b: v } = { a: ${n}, b: w });`,
  (n) => `v ||= ${n};`,
  (n) => `b0 && (C.width = ${n});`,
  (n) => `w = b1 ? ${n} : w;`,
  () => "v = w;",
  () => "w = C.width;",
  () => "C.width = r.a;",
];

const READS = [
  "v",
  "w",
  "C.width",
  "C.other",
  "o.size",
  "o.twice",
  "r.a",
  "r.b ?? 5",
  "deep.inner.a",
  "deep.list[1]",
  "list[0]",
  "list[2]",
  "list.at(-1)",
  "list.length",
  'map.get("a")',
  'map.get("b") ?? 16',
  "map.size + 1",
  "set.size",
  "Object.keys(r).length + 1",
  "Object.values(r)[0]",
  "[...map.values()][0]",
  "list.reduce((sum, n) => Math.max(sum, n), 0)",
  "list.includes(5) ? 5 : 3",
];

const WRAPPERS: readonly (readonly [text: string, bodies: number])[] = [
  ["if (b0) §", 1],
  ["if (b1) § else §", 2],
  ["if (b0) § else if (b1) § else §", 3],
  ["for (let n = 0; n < n0; n++) §", 1],
  ["for (const n of Array(n0).fill(0)) §", 1],
  ["while (n0 > 0) { § break; }", 1],
  ["do { § } while (false);", 1],
  ["each(() => §);", 1],
  ["[1, 2].forEach((n) => { if (n > i0) return; § });", 1],
  ["try { risky(); § } catch { § }", 2],
  ["try { § risky(); } catch { § } finally { § }", 3],
  ['switch (k0) { case "a": § break; case "b": § default: § }', 3],
  ["(() => { if (b2) return; § })();", 1],
  ["(function () { § if (b0) return; § })();", 2],
  ["outer: for (const n of [1, 2]) { if (b1) continue outer; § }", 1],
  ["for (const n of [1, 2]) { § if (b1) break; § }", 2],
  ["for (const key in b0 ? { a: 1 } : { }) { § }", 1],
  ["b2 || (() => { § })();", 1],
];

/** The program of a seed. */
export function undecidedProgram(seed: number): Program {
  const random = randomFrom(seed);
  let checks = 0;
  const check = (): Step => {
    const size = random.of(SIZES);
    const text = random.oneIn(5)
      ? random.of([
          `new nn.Linear(${size}, 2).forward(t);`,
          `lazy.forward(xs[${size}]);`,
          `lazies[0].forward(xs[${size}]);`,
        ])
      : `new nn.Linear(${random.of(READS)}, 2).forward(xs[${size}]);`;
    return { text, bodies: [], check: checks++ };
  };
  const steps = (depth: number, most: number): Step[] =>
    Array.from({ length: 1 + random.below(most) }, () => {
      if (random.oneIn(5)) return check();
      if (depth > 0 && random.oneIn(2)) {
        const [text, count] = random.of(WRAPPERS);
        return {
          text: text.replaceAll("outer", `outer${checks++}`),
          bodies: Array.from({ length: count }, () => steps(depth - 1, 2)),
        };
      }
      return { text: random.of(WRITES)(random.of(SIZES), random), bodies: [] };
    });
  const body = steps(3, 4);
  return { steps: [...body, ...Array.from({ length: 4 }, check)] };
}

// ── as text ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The program as the checker reads it, and the line of each check. */
export function sourceOf({ steps }: Program): {
  readonly text: string;
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
  return { text: out.join("\n"), lines };
}

/** What happened to a check in one run: how often it ran, how often it failed. */
export interface Outcome {
  ran: number;
  failed: number;
}

const compiled = new WeakMap<Program, (...args: unknown[]) => void>();

/** Runs the program on the engine with one choice of what it cannot know. */
export function runProgram(program: Program, choice: Choice): ReadonlyMap<number, Outcome> {
  let run = compiled.get(program);
  if (!run) {
    const text = (step: Step): string => {
      let at = 0;
      const whole = step.text.replace(/§/g, () => `{ ${step.bodies[at++]!.map(text).join(" ")} }`);
      if (step.check === undefined) return step.bodies.length > 0 ? whole : `try { ${whole} } catch {}`;
      return `check(${step.check}, () => { ${whole} });`;
    };
    const names = [...Object.keys(UNKNOWNS), "each", "risky", "check", "nn", "randn"];
    run = new Function(...names, `${PLACES}\n${program.steps.map(text).join("\n")}`) as (
      ...args: unknown[]
    ) => void;
    compiled.set(program, run);
  }
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
  const each = (body: () => void): void => {
    for (let n = 0; n < choice.c0; n++) body();
  };
  const risky = (): void => {
    if (choice.b2) throw new Error("a risk");
  };
  run(...Object.values(choice), each, risky, check, nn, randn);
  return outcomes;
}

export function randomChoice(random: Random): Choice {
  return Object.fromEntries(
    Object.entries(UNKNOWNS).map(([name, values]) => [name, random.of<unknown>(values)]),
  ) as unknown as Choice;
}

/** Programs with one step less, for finding the smallest that shows a fault. */
export function smaller({ steps }: Program): Program[] {
  const without = (list: readonly Step[]): (readonly Step[])[] => [
    ...list.map((_, i) => list.toSpliced(i, 1)),
    ...list.flatMap((step, i) => [
      ...step.bodies.flatMap((body, b) =>
        without(body).map((shorter) => list.with(i, { ...step, bodies: step.bodies.with(b, shorter) })),
      ),
      ...step.bodies.map((body) => list.toSpliced(i, 1, ...body)),
    ]),
  ];
  return without(steps).map((shorter) => ({ steps: shorter }));
}
