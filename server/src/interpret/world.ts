/** The interpreter as dialects see it. */
import { soundShape } from "@convlens/engine/specs";

import type { World } from "../facts/values.ts";
import { callValue } from "./javascript/call.ts";
import { constructValue } from "./javascript/classes.ts";
import { getMember } from "./javascript/members.ts";
import type { Run } from "./machine/run.ts";
import { applyLayer, buildLayer, checkRule, reportProblem } from "./tensors/apply.ts";

export function createWorld(run: Run): World {
  const world: World & { run: Run } = {
    run,
    apply: (request) => applyLayer(run, request),
    check: (request) => checkRule(run, request),
    report: (problem, request) => reportProblem(run, problem, request),
    uses: (layer) => run.applications.filter((application) => application.layer?.id === layer.id),
    build: (spec, args, argSpans, dialect, site) => buildLayer(run, spec, args, argSpans, dialect, site),
    tensor: (shape, origin, extra = {}) => ({
      kind: "tensor",
      tensor: { id: run.heap.nextId(), shape: soundShape(shape), origin, ...extra },
    }),
    call: (callee, args, site) =>
      callValue(callee, { ...site, args, argSpans: args.map((_, i) => site.argSpans[i] ?? site.span) }, run),
    construct: (callee, args, site) =>
      constructValue(
        callee,
        { ...site, args, argSpans: args.map((_, i) => site.argSpans[i] ?? site.span) },
        run,
      ),
    get: (value, name, site) => getMember(value, name, site),
    array: (elements, complete = true) => ({
      kind: "array",
      id: run.heap.nextId(),
      elements: [...elements],
      complete,
    }),
    object(fields, base, site) {
      const object = {
        kind: "object",
        id: run.heap.nextId(),
        fields: new Map(fields),
        complete: true,
        ...(base && { base }),
        ...(site && { site }),
      } as const;
      if (base?.module) run.instances.push(object);
      return object;
    },
    setField: (object, name, value) => run.heap.setField(object, name, value),
    setElements: (array, elements) => run.heap.setElements(array, elements),
  };
  return world;
}
