/** The interpreter as dialects see it. */
import { soundShape, symbol } from "@convlens/engine/specs";

import { nextId } from "../facts/scope.ts";
import type { World } from "../facts/values.ts";
import { giveName } from "../facts/vocabulary.ts";
import { freshName } from "./machine/free.ts";
import type { Run } from "./machine/run.ts";
import { applyLayer, buildLayer, checkRule, reportProblem } from "./tensors/apply.ts";

export function createWorld(run: Run): World {
  const { state, language } = run;
  const world: World = {
    state,
    models: run.context.models,
    isShared: (value) => run.shared.has(value),
    noteLoad: (load) => {
      run.risks++;
      state.record(run.loads, load);
    },
    apply: (request) => applyLayer(run, request),
    check: (request) => checkRule(run, request),
    report: (problem, request) => reportProblem(run, problem, request),
    uses: (layer) => run.usesOf(layer),
    use: (layer) => run.noteUse(layer),
    build: (spec, args, argSpans, dialect, site) => buildLayer(run, spec, args, argSpans, dialect, site),
    tensor: (shape, origin, extra = {}) => ({
      kind: "tensor",
      tensor: { id: nextId(), shape: soundShape(shape), origin, ...extra },
    }),
    call: (callee, args, site) =>
      language.call(callee, { ...site, args, argSpans: args.map((_, i) => site.argSpans[i] ?? site.span) }),
    construct: (callee, args, site) =>
      language.construct(callee, {
        ...site,
        args,
        argSpans: args.map((_, i) => site.argSpans[i] ?? site.span),
      }),
    get: (value, name, site) => language.member(value, name, site),
    truth: (value) => language.truth(value),
    free: (name) => symbol(freshName(run, name), { min: 0 }),
    array: (elements, complete = true, rest, count) => ({
      kind: "array",
      id: nextId(),
      elements: [...elements],
      complete,
      ...(rest && { rest }),
      ...(!complete && count !== undefined && { count }),
    }),
    object(fields, base, site) {
      const object = {
        kind: "object",
        id: nextId(),
        fields: new Map(fields),
        complete: true,
        ...(base && { base }),
        ...(site && { site }),
      } as const;
      if (base?.module || base?.graph) run.state.record(run.instances, object);
      return object;
    },
    name: (value, name) => void giveName(state, value, name),
    setField: (object, name, value) => state.setField(object, name, value),
    setElements: (array, elements) => state.setElements(array, elements),
  };
  return world;
}
