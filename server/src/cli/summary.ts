/** `convlens summary`: a model as a table, layer by layer, up to and past the one that fails. */
import { resolve } from "node:path";
import { type Dim, isUnknown, pretty, prettyShape, type Shape, substitute } from "@convlens/engine/specs";
import type { ModelFact } from "../analysis.ts";
import { summarize } from "../ide/summary.ts";
import { nodeHost } from "../project/node-host.ts";
import { Project } from "../project/project.ts";
import { parseOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

export function summary(args: readonly string[]): number {
  const { options, operands } = parseOptions(args, ["input"]);
  const [target] = operands;
  if (target === undefined || operands.length > 1)
    throw new UsageError("summary takes one FILE or FILE#Model");
  const [file, name] = split(target);
  const project = new Project(nodeHost);
  if (!project.source(file)) throw new UsageError(`${target}: no such file`);
  const { models } = project.analyze(file);
  const model =
    name === undefined
      ? models.at(0)
      : models.find((candidate) => candidate.variable === name || candidate.name === name);
  if (!model)
    throw new UsageError(
      models.length === 0
        ? `${target}: no model found`
        : `${target}: no model of this name; there are ${models.map((m) => m.variable ?? m.name).join(", ")}`,
    );
  process.stdout.write(table(model, bindings(model, options.input)));
  return 0;
}

function split(target: string): [string, string | undefined] {
  const at = target.lastIndexOf("#");
  return at < 0 ? [resolve(target), undefined] : [resolve(target.slice(0, at)), target.slice(at + 1)];
}

/** The free sizes of the first input as the given numbers. */
function bindings(model: ModelFact, input: string | undefined): Record<string, Dim> {
  if (input === undefined) return {};
  const sizes = input.split(",").map(Number);
  const shape = model.inputs[0]?.shape;
  if (sizes.some((size) => !Number.isInteger(size) || size < 0))
    throw new UsageError(`--input is a list of sizes such as 1,3,224,224, not "${input}"`);
  if (!shape || shape.length !== sizes.length)
    throw new UsageError(`--input has ${sizes.length} sizes, the model takes ${prettyShape(shape ?? null)}`);
  const values: Record<string, Dim> = {};
  for (const [i, dim] of shape.entries()) {
    if (typeof dim === "number" && dim !== sizes[i])
      throw new UsageError(
        `--input gives ${sizes[i]} where the model is annotated with ${dim}: ${prettyShape(shape)}`,
      );
    if (typeof dim !== "number") values[pretty(dim)] = sizes[i]!;
  }
  return values;
}

function table(model: ModelFact, values: Record<string, Dim>): string {
  const bind = (dim: Dim): Dim => substitute(dim, values);
  const shapeText = (shape: Shape): string => prettyShape(shape === null ? null : shape.map(bind));
  const count = (dim: Dim): string => {
    const bound = bind(dim);
    return typeof bound === "number" ? bound.toLocaleString("en-US") : isUnknown(bound) ? "?" : pretty(bound);
  };
  const rows = summarize(model).map((row) => [
    `${"  ".repeat(row.depth)}${row.name}${row.name === row.op ? "" : ` (${row.op})`}${row.failed ? "  ✗" : ""}`,
    shapeText(row.input),
    shapeText(row.output),
    row.kernel,
    row.params === undefined ? "--" : row.shared ? "(shared)" : count(row.params),
    row.macs === undefined || row.macs === 0 ? "--" : count(row.macs),
  ]);
  const head = ["Layer (type)", "Input Shape", "Output Shape", "Kernel Shape", "Param #", "Mult-Adds"];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd();
  const rule = "=".repeat(widths.reduce((a, b) => a + b + 2, -2));
  const inputs = model.inputs
    .map((tensor) => `${tensor.name ?? "input"} ${shapeText(tensor.shape)}`)
    .join(", ");
  const outputs = model.outputs.map((tensor) => shapeText(tensor.shape)).join(", ");
  const totals = [
    `Total params: ${count(model.params)}`,
    `Total mult-adds: ${count(model.macs)}`,
    ...(model.requirement ? [`Works for: ${model.requirement}`] : []),
  ];
  return `${[`${model.variable ?? model.name}: ${inputs} → ${outputs}`, rule, line(head), rule, ...rows.map(line), rule, ...totals].join("\n")}\n`;
}
