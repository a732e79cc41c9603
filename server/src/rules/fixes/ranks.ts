/** An input with too many or too few axes: the layer for as many, or the axis that is missing or in excess. */
import { torchLayers } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { callOn, type Read } from "./edit.ts";

export function axisFixes({ spec, layer, inputs, inputSpans }: Subject, read: Read): Fix[] {
  const shape = inputs[0]?.shape;
  const [span] = inputSpans;
  const [, kind, digit] = /^(\w+?)([123])d$/.exec(spec.name) ?? [];
  if (!shape || !span || layer?.dialect === "tfjs") return [];
  const wanted = digit === undefined ? undefined : Number(digit) + 2;
  const fixes: Fix[] = [];
  if (wanted !== undefined && shape.length < wanted) {
    const places = [1, 0, -1].filter(() => wanted - shape.length === 1);
    fixes.push(
      ...places.map((axis) => callOn(`Insert unsqueeze(${axis})`, span, `.unsqueeze(${axis})`, read)),
    );
  }
  if (wanted !== undefined && shape.length > wanted) {
    for (const [axis, size] of shape.entries())
      if (size === 1 && axis > 0)
        fixes.push(callOn(`Insert squeeze(${axis})`, span, `.squeeze(${axis})`, read));
  }
  if (kind !== undefined && layer) fixes.push(...otherClass(layer.site, kind, spec.name, shape.length, read));
  if (wanted !== undefined && shape.length > wanted)
    fixes.push(callOn(`Insert flatten(${wanted - 1})`, span, `.flatten(${wanted - 1})`, read));
  return fixes;
}

/** BatchNorm1d in front of maps is BatchNorm2d. */
function otherClass(site: Subject["span"], kind: string, name: string, rank: number, read: Read): Fix[] {
  const digits = name.startsWith("BatchNorm") || name.startsWith("InstanceNorm") ? [rank - 2, 1] : [rank - 2];
  const at = read(site)?.indexOf(name) ?? -1;
  if (at < 0) return [];
  return digits
    .filter((digit) => digit > 0 && `${kind}${digit}d` !== name && torchLayers.has(`${kind}${digit}d`))
    .slice(0, 1)
    .map((digit) => ({
      title: `Use ${kind}${digit}d`,
      edits: [
        {
          span: { file: site.file, start: site.start + at, end: site.start + at + name.length },
          newText: `${kind}${digit}d`,
        },
      ],
    }));
}

/** [N, H, W] taken for a map without a batch: the channel axis is missing. */
export function channelAxis({ inputs, inputSpans, args }: Subject, read: Read): Fix[] {
  const shape = inputs[0]?.shape;
  const [span] = inputSpans;
  return span && args.inChannels === 1 && shape && shape[0] !== 1
    ? [callOn("Insert unsqueeze(1)", span, ".unsqueeze(1)", read)]
    : [];
}

/** A norm over the channels of channels-first maps: they go last for it, and back. */
export function normOverChannels({ inputs, inputSpans, span, args }: Subject): Fix[] {
  const shape = inputs[0]?.shape;
  const [at] = inputSpans;
  const normalized = args.normalizedShape;
  const size = Array.isArray(normalized) ? (normalized.length === 1 ? normalized[0] : undefined) : normalized;
  if (!shape || !at || shape.length < 3 || size === undefined || shape[1] !== size) return [];
  const axes = shape.map((_, i) => i);
  const last = [0, ...axes.slice(2), 1];
  const back = [0, shape.length - 1, ...axes.slice(1, -1)];
  const point = (offset: number) => ({ file: span.file, start: offset, end: offset });
  return [
    {
      title: "Permute: channels last for the norm, and back",
      edits: [
        { span: point(at.end), newText: `.permute(${last.join(", ")})` },
        { span: point(span.end), newText: `.permute(${back.join(", ")})` },
      ],
    },
  ];
}
