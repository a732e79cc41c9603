/** Methods of arrays that look for an element: they stop where they have found it. (`array.ts` is not there yet while this loads.) */
import type { ArrayValue, CallSite, Value } from "../../facts/values.ts";
import { constant, HOLE, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";
import { unrolling } from "../machine/unrolling.ts";
import { anyOf, apply, further, type Method } from "./array.ts";
import { truth } from "./truth.ts";

/** Where the callback says `wanted` first, -1 where it never does; undefined where that is not decided. */
function placeOf(
  self: ArrayValue,
  site: CallSite,
  run: Run,
  { wanted = true, backwards = false } = {},
): number | undefined {
  const enough = unrolling(run);
  let decided = self.complete || !backwards;
  const order = backwards ? [...self.elements.keys()].reverse() : self.elements.keys();
  for (const i of order) {
    const args = [self.elements[i]!, constant(i), self];
    if (!decided || self.elements[i] === HOLE || enough()) {
      decided = false;
      further(args, site, run);
      continue;
    }
    const verdict = truth(apply(site.args[0], args, site, run));
    if (verdict === wanted) return i;
    decided = verdict !== undefined;
  }
  if (!self.complete) further([self.rest ?? UNKNOWN, UNKNOWN, self], site, run);
  return decided && self.complete ? -1 : undefined;
}

const told =
  (
    tell: (at: number, self: ArrayValue) => Value,
    how = {},
    otherwise = (_: ArrayValue): Value => UNKNOWN,
  ): Method =>
  (self, site, run) => {
    const at = placeOf(self, site, run, how);
    return at === undefined ? otherwise(self) : tell(at, self);
  };

const elementThere = (at: number, { elements }: ArrayValue): Value => elements[at] ?? UNDEFINED;

/** What is said of the place of the first argument among elements that are all constants. */
function found(
  self: ArrayValue,
  { args: [wanted, ...more] }: CallSite,
  alike: (element: unknown, wanted: unknown) => boolean,
  tell: (at: number) => number | boolean,
): Value {
  if (wanted?.kind !== "const" || more.length > 0 || !self.complete) return UNKNOWN;
  const values = self.elements.map((element) => (element.kind === "const" ? element : undefined));
  if (!values.every((element) => element !== undefined)) return UNKNOWN;
  return constant(
    tell(values.findIndex(({ value }) => value === wanted.value || alike(value, wanted.value))),
  );
}

export const searchIn: Readonly<Record<string, Method>> = {
  find: told(elementThere, {}, (self) => anyOf(self)),
  findLast: told(elementThere, { backwards: true }, (self) => anyOf(self)),
  findIndex: told((at) => constant(at)),
  findLastIndex: told((at) => constant(at), { backwards: true }),
  some: told((at) => constant(at >= 0)),
  every: told((at) => constant(at < 0), { wanted: false }),
  // NaN is included, and has no index
  includes: (self, site) => found(self, site, Object.is, (at) => at >= 0),
  indexOf: (self, site) =>
    found(
      self,
      site,
      () => false,
      (at) => at,
    ),
};
