/** Functions among values, and in the lists and objects that hold them: `{ onChange: () => … }`. */
import type { FunctionValue, Value } from "../../facts/values.ts";

export function functionsIn(values: readonly Value[]): readonly FunctionValue[] {
  if (!values.some(mayHold)) return NONE; // of most calls: nothing is made for them
  const found: FunctionValue[] = [];
  const seen = new Set<Value>();
  const look = (value: Value, depth: number): void => {
    if (!mayHold(value) || seen.has(value)) return;
    seen.add(value);
    if (value.kind === "function") found.push(value);
    else if (value.kind === "union") for (const option of value.options) look(option, depth);
    else if (depth === 0) return;
    else if (value.kind === "array") for (const element of value.elements) look(element, depth - 1);
    else if (value.kind === "object" && !value.base && !value.cls)
      for (const field of value.fields.values()) look(field, depth - 1);
  };
  for (const value of values) look(value, 2);
  return found;
}

const NONE: readonly FunctionValue[] = [];
const HOLDERS: ReadonlySet<Value["kind"]> = new Set(["function", "union", "array", "object"]);
const mayHold = ({ kind }: Value): boolean => HOLDERS.has(kind);
