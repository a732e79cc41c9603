/**
 * State of React components, as far as it holds models that are loaded once: `useState(null)` filled by its setter,
 * `useRef(null)` filled by an assignment. All other state stays unknown: somebody else may change it at any time.
 *
 *   const [session, setSession] = useState<InferenceSession | null>(null);
 *   useEffect(() => { InferenceSession.create("/x.onnx").then(setSession); }, []);
 */

import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { isNullish, notKnown, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";
import { callBack } from "./call.ts";

const method = (name: string, call: (site: CallSite) => Value): BuiltinValue => ({
  kind: "builtin",
  name,
  call,
});

/** The module "react" (and its like): the hooks that hold state or only pass a function on. */
export function reactModule(specifier: string, run: Run): BuiltinValue | undefined {
  if (specifier !== "react" && specifier !== "preact/hooks" && specifier !== "preact/compat")
    return undefined;
  const hooks: Readonly<Record<string, (site: CallSite) => Value>> = {
    useState: (site) => useState(site, run),
    useRef: (site) => useRef(site, run),
    useCallback: ({ args }) => args[0] ?? UNKNOWN,
    useMemo: ({ args: [make], world, ...site }) =>
      make ? world.call(make, [], { ...site, args: [], world }) : UNKNOWN,
    useEffect: (site) => effect(site, run),
    useLayoutEffect: (site) => effect(site, run),
  };
  const own: BuiltinValue = {
    kind: "builtin",
    name: "react",
    get: (name) => {
      if (name === "default") return own;
      return Object.hasOwn(hooks, name) ? method(name, hooks[name]!) : undefined;
    },
  };
  return own;
}

function effect(site: CallSite, run: Run): Value {
  callBack(site, run);
  return UNDEFINED;
}

/** What setters have been given, by the place of their hook. */
const given = new WeakMap<Run, Map<string, Value>>();

function useState(site: CallSite, run: Run): Value {
  const { span, args, world } = site;
  const known = given.get(run) ?? new Map<string, Value>();
  given.set(run, known);
  const key = `${span.start} ${span.file}`;
  const [, setter] =
    /\[\s*[\w$]*\s*,\s*([\w$]+)\s*\]\s*=\s*(?:React\s*\.\s*)?$/.exec(before(site, run)) ?? [];
  const once =
    setter !== undefined && isNullish(args[0] ?? UNDEFINED) === true && isSetOnce(setter, site, run);
  const set = method("setState", ({ args: [value] }) => {
    if (once && value && isNullish(value) === false && isModel(value)) known.set(key, value);
    return UNDEFINED;
  });
  const state: Value = once
    ? { ...notKnown("state of a component"), current: () => known.get(key) ?? UNKNOWN }
    : UNKNOWN;
  return world.array([state, set]);
}

/** Loaded models alone: numbers and texts of a component's state change with what people do. */
const isModel = (value: Value): boolean =>
  value.kind === "object" && value.base !== undefined && !value.base.module;

/** Whether the source sets it once, besides taking it away. */
function isSetOnce(setter: string, { span }: CallSite, run: Run): boolean {
  if (run.context.speaksElsewhereOf(span.file, setter)) return false;
  const text = run.context.text(span.file) ?? "";
  const uses = [
    ...text.matchAll(
      new RegExp(
        `(?<![\\w$])${setter.replaceAll("$", "\\$")}(?![\\w$])(\\s*\\(\\s*(?:null|undefined)?\\s*\\))?`,
        "g",
      ),
    ),
  ];
  return uses.filter(([, removes]) => removes === undefined).length === 2;
}

/** A box that code of this file fills; one that is filled by the page is not known. */
function useRef(site: CallSite, run: Run): Value {
  const [, name] = /([\w$]+)\s*(?::[^=]*)?=\s*(?:React\s*\.\s*)?$/.exec(before(site, run)) ?? [];
  if (name === undefined || isNullish(site.args[0] ?? UNDEFINED) !== true) return UNKNOWN;
  if (run.context.speaksElsewhereOf(site.span.file, name)) return UNKNOWN;
  const text = run.context.text(site.span.file) ?? "";
  const assigned = [
    ...text.matchAll(
      new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}\\.current\\s*=(?!=)\\s*(?!null|undefined)`, "g"),
    ),
  ];
  if (assigned.length !== 1 || new RegExp(`ref=\\{${name.replaceAll("$", "\\$")}\\}`).test(text))
    return UNKNOWN;
  return site.world.object([["current", site.args[0] ?? UNDEFINED]]);
}

/** The source in front of a call. */
const before = ({ span }: CallSite, run: Run): string =>
  (run.context.text(span.file) ?? "").slice(Math.max(0, span.start - 200), span.start);
