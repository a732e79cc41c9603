/** What is said of layers and models beside their values: the rows and lines of panels and tables. */
import { briefOf, type Dim, mul, prettyShape, substitute, sum } from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Analysis, Finding, ModelFact } from "../facts/analysis.ts";
import { macsOf } from "../facts/macs.ts";
import type { Span } from "../facts/span.ts";
import type { Application, Tensor } from "../facts/values.ts";
import { formulaLines, signatureOf } from "../ide/hover.ts";
import { bytesOf, fieldText, isKnown, perItem, showBytes, showCount } from "../ide/hover-math.ts";
import { spelling } from "../ide/spelling.ts";
import { kernelOf } from "../ide/summary.ts";
import { t, translated } from "../texts/index.ts";
import type { Edge, LayerRun, ModelSummary, Stretch, SummaryRow } from "./protocol.ts";

/** Spans as the protocol has them. */
export type Stretcher = (span: Span) => Stretch;

export const layerFacts = (
  use: Application,
  label: string,
  stretch: Stretcher,
): Pick<
  LayerRun,
  "title" | "repr" | "model" | "source" | "signature" | "formula" | "params" | "macs" | "receptiveField"
> => ({
  title: label,
  repr: spelling(use),
  ...(use.model !== undefined && { model: use.model }),
  source: stretch(use.span),
  signature: signatureOf(use),
  formula: formulaLines(use),
  params: isKnown(use.params) ? showCount(use.params) : "0",
  macs: isKnown(macsOf(use)) ? perItem(macsOf(use)!, showCount) : "?",
  receptiveField: fieldText(use) ?? "",
});

type Facts = Pick<ModelSummary, "model" | "inputs" | "outputs" | "requirement" | "rows" | "totals" | "edges">;

/** All of a model's uses in order of execution, those behind a failing one among them. */
export function modelFacts(model: ModelFact, analysis: Analysis, stretch: Stretcher): Facts {
  const shape = (tensor: Tensor): string => dialectOf(model.dialect).formatShape(tensor.shape);
  const uses = model.applications;
  const bytes = uses.flatMap((use) => use.outputs.map((tensor) => bytesOf(tensor.shape))).filter(isKnown);
  return {
    model: model.variable ?? model.name,
    inputs: model.inputs.map((tensor) => ({ name: tensor.name ?? "input", shape: shape(tensor) })),
    outputs: model.outputs.map(shape),
    ...(model.requirement !== undefined && { requirement: model.requirement }),
    rows: rowsOf(model, analysis, stretch),
    totals: {
      params: showCount(model.params),
      macs: perItem(model.macs, showCount),
      bytes: t(
        "{0} of tensors, {1} of weights",
        bytes.length > 0 ? perItem(sum(bytes), showBytes) : "?",
        showBytes(mul(4, model.params)),
      ),
    },
    edges: [...edgesOf(model), ...outputEdges(model)],
  };
}

function rowsOf(model: ModelFact, analysis: Analysis, stretch: Stretcher): SummaryRow[] {
  const seen = new Set<number>();
  const around = modulesAround(model);
  const names = namesOf(model);
  return model.applications.map((use, id) => {
    const shared = use.layer !== undefined && seen.has(use.layer.id);
    if (use.layer) seen.add(use.layer.id);
    const [output] = use.outputs;
    const bytes = bytesOf(output?.shape ?? null);
    const text = (tensor: Tensor | undefined): string =>
      dialectOf(use.dialect).formatShape(tensor?.shape ?? null);
    const macs = macsOf(use);
    return {
      id,
      name: names[id]!,
      op: use.op,
      arguments: use.layer ? briefOf(use.spec, use.args) : "",
      amounts: {
        params: shared ? 0 : amountOf(use.params ?? 0),
        macs: amountOf(macs ?? 0),
        bytes: amountOf(bytes),
      },
      modules: around[id]!,
      input: use.inputs.map(text).join(", "),
      output: use.outputs.map(text).join(", "),
      kernel: kernelOf(use).replace("--", ""),
      groups: typeof use.args.groups === "number" && use.args.groups > 1 ? String(use.args.groups) : "",
      params: isKnown(use.params) && use.params !== 0 ? showCount(use.params) : "",
      macs: isKnown(macs) && macs !== 0 ? perItem(macs, showCount) : "",
      bytes: isKnown(bytes) ? perItem(bytes, showBytes) : "?",
      receptiveField: fieldText(use) ?? "",
      shared,
      failed: use.failed,
      source: stretch(use.span),
      findings: findingsAt(use, analysis).map(({ severity, code, message }) => ({
        severity,
        code,
        message: translated(message),
      })),
    };
  });
}

/** For one item: a number where nothing but the batch is free. */
function amountOf(amount: Dim | undefined): number | null {
  const one = amount === undefined ? undefined : substitute(amount, { N: 1 });
  return typeof one === "number" ? one : null;
}

/** "conv1"; of a layer without a name what it is, numbered where there are several: "conv2d_1", "conv2d_2". */
function namesOf({ applications }: ModelFact): readonly string[] {
  const own = ({ layer, path, name, args }: Application): string | undefined =>
    layer && (path?.split(".").at(-1) ?? name ?? (typeof args.name === "string" ? args.name : undefined));
  const numbers = new Map<string, Map<number, number>>();
  for (const use of applications) {
    if (!use.layer || own(use) !== undefined) continue;
    const ofKind = numbers.get(use.op) ?? new Map<number, number>();
    if (!ofKind.has(use.layer.id)) ofKind.set(use.layer.id, ofKind.size + 1);
    numbers.set(use.op, ofKind);
  }
  return applications.map((use) => {
    const ofKind = use.layer ? numbers.get(use.op) : undefined;
    const number = use.layer && ofKind?.get(use.layer.id);
    return own(use) ?? (number !== undefined && ofKind!.size > 1 ? `${use.op}_${number}` : use.op);
  });
}

/** Findings at a use or at the constructor of its layer. */
function findingsAt({ span, layer }: Application, { findings }: Analysis): Finding[] {
  const inside = (inner: Span, outer: Span | undefined): boolean =>
    outer !== undefined && inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;
  return findings.filter((finding) => inside(finding.span, span) || inside(finding.span, layer?.site));
}

/** Modules around each use: those that hold the layer; of a function those in whose forward it is called. */
function modulesAround({ applications, modules }: ModelFact): SummaryRow["modules"][] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const known = new Map<string, SummaryRow["modules"]>();
  const around = (path: string): SummaryRow["modules"] => {
    const found = known.get(path);
    if (found) return found;
    const parts = path.split(".");
    const list = parts.flatMap((_, i) => byPath.get(parts.slice(0, i + 1).join(".")) ?? []);
    known.set(path, list);
    return list;
  };
  return applications.map(({ path, layer, within }) =>
    layer && path !== undefined
      ? around(path.split(".").slice(0, -1).join("."))
      : within === undefined
        ? []
        : around(within),
  );
}

/** Into the model's outputs. */
function outputEdges({ applications, outputs, dialect }: ModelFact): Edge[] {
  return outputs.flatMap((tensor, i): Edge[] => {
    const from = tensor.producer ? applications.indexOf(tensor.producer) : -1;
    const shape = dialectOf(dialect).formatShape(tensor.shape);
    return from < 0 ? [] : [{ from, to: applications.length + i, shape }];
  });
}

function edgesOf({ applications, inputs, dialect }: ModelFact): Edge[] {
  const rows = new Map(applications.map((use, id) => [use, id]));
  return applications.flatMap((use, to) =>
    use.inputs.flatMap((tensor): Edge[] => {
      const given = inputs.indexOf(tensor);
      const from = given >= 0 ? -1 - given : tensor.producer && rows.get(tensor.producer);
      if (from === undefined) return [];
      return [
        { from, to, shape: tensor.shape ? dialectOf(dialect).formatShape(tensor.shape) : prettyShape(null) },
      ];
    }),
  );
}
