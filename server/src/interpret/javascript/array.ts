/** Arrays and their methods. */

import { unknown } from "@convlens/engine/specs";
import { perhaps } from "../../facts/aliases.ts";
import { countOf, join } from "../../facts/join.ts";
import type { ArrayValue, CallSite, Value } from "../../facts/values.ts";
import {
  asNumber,
  asString,
  constant,
  ELEMENTS,
  HOLE,
  size,
  UNDEFINED,
  UNKNOWN,
} from "../../facts/vocabulary.ts";
import { anyNumber, settle } from "../machine/any-times.ts";
import { filled } from "../machine/elements.ts";
import type { Run } from "../machine/run.ts";
import { unrolling } from "../machine/unrolling.ts";
import { sizeOfOpen } from "../tensors/open-inputs.ts";
import { searchIn } from "./array-search.ts";
import { callValue } from "./call.ts";
import { allIn, flat, flattened } from "./flat.ts";
import { keptOf } from "./kept.ts";
import { CHANGING, changeFrozen, spoilShape } from "./list-changes.ts";
import { foldOthers } from "./open-lists.ts";
import { sorted } from "./sorted.ts";
import { truth } from "./truth.ts";

export type Method = (self: ArrayValue, site: CallSite, run: Run) => Value;

/** `array.name`: an element, the length or a method. */
export function arrayMember(array: ArrayValue, name: string, run: Run): Value {
  if (name === "length") return size(countOf(array) ?? unknown);
  if (/^(0|[1-9]\d*)$/.test(name)) return elementAt(array, Number(name), run);
  const method = [methods, searchIn].find((known) => Object.hasOwn(known, name))?.[name];
  if (!method) return UNKNOWN;
  if (CHANGING.has(name)) {
    if (array.frozen) return changeFrozen(array, name, run);
    spoilShape(array, run);
  }
  // `[].push.apply(list, more)`: the list that it is called on
  return {
    kind: "builtin",
    name,
    call: (site) => method(site.self?.kind === "array" ? site.self : array, site, run),
  };
}

function elementAt(array: ArrayValue, index: number, run: Run): Value {
  const known = array.elements[index];
  if (known) return filled(known);
  if (array.sizesOf) return sizeOfOpen(run, array.sizesOf, index);
  if (array.complete) return UNDEFINED;
  return array.rest ? join(array.rest, UNDEFINED) : UNKNOWN;
}

/** Calls what a method was given; `self`: what `this` is in it. */
export function apply(
  fn: Value | undefined,
  args: readonly Value[],
  { self: _, selfSpan: __, ...site }: CallSite,
  run: Run,
  self?: Value,
): Value {
  const given = { ...site, args, argSpans: args.map(() => site.span), ...(self && { self }) };
  return fn ? callValue(fn, given, run) : UNKNOWN;
}

function each(self: ArrayValue, site: CallSite, run: Run): Value[] {
  const enough = unrolling(run);
  const { elements } = self;
  const results: Value[] = [];
  for (const i of elements.keys()) {
    const element = self.elements[i]; // the callback may write what comes behind
    if (!element || enough()) break;
    if (element === HOLE) {
      further([UNDEFINED, constant(i), self], site, run); // passed over, unless it was read in between
      results.push(UNKNOWN);
    } else results.push(apply(site.args[0], [element, constant(i), self], site, run, site.args[1]));
  }
  const left = elements.slice(results.length);
  if (left.length > 0) further([left.reduce(join), UNKNOWN, self], site, run);
  if (!self.complete) further([self.rest ?? UNKNOWN, UNKNOWN, self], site, run);
  return [...results, ...left.map(() => UNKNOWN)];
}

/** The callback of elements that are not known. */
export const further = (args: readonly Value[], site: CallSite, run: Run, fn = site.args[0]): void =>
  anyNumber(run, () => void apply(fn, args, site, run));

/** The elements for which the callback is true; undefined where one is not decided. */
function selected(self: ArrayValue, site: CallSite, run: Run): number[] | undefined {
  const verdicts = each(self, site, run).map(truth);
  return verdicts.includes(undefined) || !self.complete
    ? undefined
    : verdicts.flatMap((verdict, i) => (verdict ? [i] : []));
}

function range(
  self: ArrayValue,
  from: Value | undefined,
  to: Value | undefined,
): [number, number] | undefined {
  const n = self.elements.length;
  const at = (value: Value | undefined, fallback: number): number | undefined => {
    if (!value || (value.kind === "const" && value.value === undefined)) return fallback;
    const index = asNumber(value);
    return index === undefined ? undefined : index < 0 ? Math.max(0, n + index) : Math.min(index, n);
  };
  const [start, end] = [at(from, 0), at(to, n)];
  return start === undefined || end === undefined ? undefined : [start, end];
}

function fold(self: ArrayValue, site: CallSite, run: Run, elements: readonly Value[]): Value {
  const there = elements.filter((element) => element !== HOLE);
  const given = site.args.length > 1 ? [site.args[1]!, ...there] : there;
  const [first, ...rest] = given;
  if (!first) {
    if (!self.complete) further([UNKNOWN, UNKNOWN, UNKNOWN, self], site, run);
    return UNKNOWN;
  }
  const offset = site.args.length > 1 ? 0 : 1;
  const sum = rest.reduce(
    (sum, element, i) => apply(site.args[0], [sum, element, constant(i + offset), self], site, run),
    first,
  );
  return self.complete ? sum : settle(foldOthers(sum, self.rest ?? UNKNOWN, self, site, run), sum);
}

/** One of the elements, nobody knows which, or none. */
export const anyOf = ({ elements, rest }: Pick<ArrayValue, "elements" | "rest">): Value =>
  perhaps(rest ? [...elements, rest] : elements);

const copied: Method = ({ elements, complete, rest, count }, _site, run) =>
  run.world.array(elements, complete, rest, count);

const methods: Readonly<Record<string, Method>> = {
  [ELEMENTS]: copied,
  values: copied,
  // no list has it: it is what `values()` gave, and whoever asks for more of it gets what is left
  next(self, _site, run) {
    run.state.scramble(self);
    return UNKNOWN;
  },
  copyWithin(self, _site, run) {
    run.state.scramble(self, self.elements);
    return self;
  },
  push(self, site, run) {
    run.state.append(self, site.args);
    return size(countOf(self) ?? unknown);
  },
  unshift(self, site, run) {
    run.state.setElements(self, [...site.args, ...self.elements]);
    return self.complete ? constant(self.elements.length) : UNKNOWN;
  },
  pop(self, _site, run) {
    const { elements } = self;
    const last = elements.at(-1);
    if (!self.complete) {
      run.state.scramble(self);
      return self.rest ?? anyOf({ elements });
    }
    run.state.setElements(self, self.elements.slice(0, -1));
    return last ?? UNDEFINED;
  },
  shift(self, _site, run) {
    const [first, ...rest] = self.elements;
    if (!self.complete && !first) return self.rest ? join(self.rest, UNDEFINED) : UNKNOWN;
    run.state.setElements(self, rest);
    return first ?? UNDEFINED;
  },
  map: (self, site, run) => run.world.array(each(self, site, run), self.complete, undefined, self.count),
  forEach(self, site, run) {
    each(self, site, run);
    return UNDEFINED;
  },
  flatMap: (self, site, run) => flat(each(self, site, run), run, self.complete),
  flat(self, { args: [depth] }, run) {
    const levels = depth === undefined ? 1 : asNumber(depth);
    return levels === undefined
      ? run.world.array([], false, anyOf({ elements: allIn(self) }))
      : flattened(self, levels, run);
  },
  filter(self, site, run) {
    const { elements } = self;
    const kept = selected(self, site, run);
    return kept
      ? run.world.array(kept.map((i) => elements[i]!))
      : run.world.array([], false, anyOf(self), keptOf(self.count, site, run));
  },
  reduce: (self, site, run) => fold(self, site, run, self.elements),
  reduceRight: (self, site, run) => fold(self, site, run, [...self.elements].reverse()),
  slice(self, site, run) {
    const bounds = range(self, site.args[0], site.args[1]);
    return bounds && self.complete
      ? run.world.array(self.elements.slice(...bounds))
      : run.world.array([], false, anyOf(self));
  },
  splice(self, site, run) {
    const [start, count] = [
      asNumber(site.args[0]),
      site.args.length > 1 ? asNumber(site.args[1]) : Number.POSITIVE_INFINITY,
    ];
    if (start === undefined || count === undefined || !self.complete) {
      const removed = anyOf(self);
      run.state.scramble(self, site.args.slice(2));
      return run.world.array([], false, removed);
    }
    const elements = [...self.elements];
    const removed = elements.splice(start, Math.min(count, elements.length), ...site.args.slice(2));
    run.state.setElements(self, elements);
    return run.world.array(removed);
  },
  concat: (self, site, run) => flat([self, ...site.args], run, true),
  at(self, site) {
    const index = asNumber(site.args[0]);
    if (index === undefined || (!self.complete && index < 0)) return anyOf(self);
    return self.elements.at(index) ?? (self.complete ? UNDEFINED : UNKNOWN);
  },
  reverse(self, _site, run) {
    if (self.complete) run.state.setElements(self, [...self.elements].reverse());
    else run.state.scramble(self);
    return self;
  },
  toReversed: (self, _site, run) =>
    self.complete ? run.world.array([...self.elements].reverse()) : run.world.array([], false, anyOf(self)),
  fill(self, site, run) {
    const [value = UNDEFINED] = site.args;
    if (site.args.length > 1) run.state.setSomeElement(self, value);
    else
      run.state.setElements(
        self,
        self.elements.map(() => value),
        self.complete,
        self.complete ? undefined : value,
      );
    return self;
  },
  entries: (self, _site, run) =>
    run.world.array(
      self.elements.map((element, i) => run.world.array([constant(i), element])),
      self.complete,
    ),
  keys: (self, _site, run) =>
    run.world.array(
      self.elements.map((_, i) => constant(i)),
      self.complete,
    ),
  join(self, site) {
    const glue = site.args.length ? asString(site.args[0]) : ",";
    if (glue === undefined || !self.complete || self.elements.some((element) => element.kind !== "const"))
      return UNKNOWN;
    return constant(
      self.elements
        .map((element) => (element.kind === "const" ? String(element.value ?? "") : ""))
        .join(glue),
    );
  },
  sort(self, site, run) {
    const order = sorted(self, site, run);
    if (order) run.state.setElements(self, order);
    else run.state.scramble(self);
    return self;
  },
  toSorted(self, site, run) {
    const order = sorted(self, site, run);
    return order ? run.world.array(order) : run.world.array([], false, anyOf(self));
  },
  with(self, { args: [at, value] }, run) {
    const index = asNumber(at);
    return index === undefined || !self.complete
      ? run.world.array([], false, anyOf({ elements: [anyOf(self), value ?? UNDEFINED] }))
      : run.world.array(self.elements.with(index, value ?? UNDEFINED));
  },
};
