/** An input with too many or too few axes: the layer for as many, or the axis that is missing or in excess. */
import { torchLayers } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import type { Read } from "./edit.ts";
import { onInput } from "./methods.ts";
import type { Suggest } from "./suggest.ts";

export const axisFixes: Suggest = (subject, read) => {
  const { spec, layer } = subject;
  const shape = subject.inputs[0]?.shape;
  const [, kind, digit] = /^(\w+?)([123])d$/.exec(spec.name) ?? [];
  if (!shape || layer?.dialect === "tfjs") return [];
  const wanted = digit === undefined ? undefined : Number(digit) + 2;
  const input = onInput(subject, 0, read);
  const fixes: Fix[] = [];
  if (wanted !== undefined && shape.length === wanted - 1)
    fixes.push(...[1, 0, -1].flatMap((axis) => input?.unsqueeze(axis) ?? []));
  if (wanted !== undefined && shape.length > wanted) {
    for (const [axis, size] of shape.entries())
      if (size === 1 && axis > 0) fixes.push(...(input?.squeeze(axis) ?? []));
  }
  if (kind !== undefined && layer) fixes.push(...otherClass(layer.site, kind, spec.name, shape.length, read));
  if (wanted !== undefined && shape.length > wanted) fixes.push(...(input?.flatten(wanted - 1) ?? []));
  return fixes;
};

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
export const channelAxis: Suggest = (subject, read) => {
  const shape = subject.inputs[0]?.shape;
  return subject.args.inChannels === 1 && shape && shape[0] !== 1
    ? (onInput(subject, 0, read)?.unsqueeze(1) ?? [])
    : [];
};

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
