/** Runs programs with histories: the top level, then events, entries and waits in a random order. */
import { type History, OTHERS, PLACES, type Step } from "./histories.ts";
import { someInput } from "./libraries.ts";
import type { Random } from "./random.ts";

export interface Outcome {
  ran: number;
  failed: number;
}

type Entry = (input?: unknown) => unknown;

/** Runs the program: its top level, then events, entries and waits in a random order. */
export const runHistory = (program: History, random: Random): Promise<ReadonlyMap<number, Outcome>> =>
  program.library.tidied(() => run(program, random));

async function run(program: History, random: Random): Promise<ReadonlyMap<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  const check = (id: number, body: () => unknown, goesOn: boolean): unknown => {
    const outcome = outcomes.get(id) ?? { ran: 0, failed: 0 };
    outcomes.set(id, outcome);
    outcome.ran++;
    try {
      return body();
    } catch (error) {
      outcome.failed++;
      if (!goesOn) throw error;
      return undefined;
    }
  };
  const happenings: Entry[] = []; // what may run again and again
  const waits: Entry[] = []; // what is waited for
  const tick = (): Promise<void> => new Promise((done) => waits.push(() => done()));
  const handlers = (value: unknown): void => {
    if (typeof value === "function")
      happenings.push(() => (value as Entry)(someInput(program.library, random)));
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
    compiledOf(program)(...Object.values(outside), check, ...Object.values(program.library.names));
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

/** Statements that are promises: a failure in one of them is nobody else's. */
const PROMISES = /^(\(async|ready|wait|import|tick|new Promise)/;

const compiled = new WeakMap<History, (...args: unknown[]) => void>();

/** All modules as one function: their variables are live as imports are. */
function compiledOf(program: History): (...args: unknown[]) => void {
  const known = compiled.get(program);
  if (known) return known;
  const guard = (text: string): string =>
    /^(await|\w+ = await|\(await)/.test(text) ? text : `try { ${text} } catch {}`;
  const textOf = (step: Step): string => {
    if (step.check !== undefined)
      return step.gives === undefined
        ? `check(${step.check}, () => ${step.text}, true);`
        : `const ${step.gives} = check(${step.check}, () => ${step.text}, false);`;
    let at = 0;
    const whole = step.text.replace(/§/g, () => `{ ${step.bodies[at++]!.map(textOf).join("\n")} }`);
    if (step.bodies.length === 0) return guard(whole);
    return PROMISES.test(whole) ? whole.replace(/;$/, ".catch(() => {});") : whole;
  };
  const plain = (text: string): string =>
    text
      .replace(/^import .*$/gm, "")
      .replace(/import\("\.\/late\.ts"\)/g, "tick().then(() => ({ deepen }))")
      .replace(/^export (async )?(function|class) (\w+)/gm, (_, async = "", kind, name) =>
        kind === "class"
          ? `queueMicrotask(() => { const made = new ${name}(); entry([(x) => made.run(x), () => made.later?.()]); }); class ${name}`
          : `entry((...args) => ${name}(...args)); ${async}${kind} ${name}`,
      )
      .replace(/^export const (entry\w+) =/gm, "queueMicrotask(() => entry($1)); const $1 =")
      .replace(/^export /gm, "");
  const { examples } = program.library;
  const body = [...Object.values(OTHERS), examples, PLACES, program.steps.map(textOf).join("\n")]
    .map(plain)
    .join("\n");
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
    ...Object.keys(program.library.names),
  ];
  const made = new Function(...names, body) as (...args: unknown[]) => void;
  compiled.set(program, made);
  return made;
}
