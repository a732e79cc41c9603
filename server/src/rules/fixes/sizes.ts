/**
 * Maps that should have kept their size: padding for the convolutions on the way, output padding for transposed ones.
 *
 *   x.add(this.conv.forward(x))     // Conv2d(8, 8, 3) loses a border: { padding: 1 } keeps it
 */
import { axesOf, type Dim } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Application, Subject, Tensor } from "../../facts/values.ts";
import { type Read, setOption } from "./edit.ts";

/** Two tensors differ in size: what keeps it on the way between them. */
export function keepSize({ inputs }: Subject, read: Read): Fix[] {
  const [a, b] = inputs;
  if (!a || !b) return [];
  const ways = [between(a, b), between(b, a)];
  return [...padded(ways.flat(), read), ...grown(ways.flat(), difference(a, b), read)];
}

/** A flattened map has other features: one convolution on the way that would have kept its size. */
export function keepSizeBefore({ inputs }: Subject, read: Read): Fix[] {
  const [input] = inputs;
  return input
    ? between(input, undefined)
        .slice(0, 6)
        .flatMap((use) => padded([use], read))
    : [];
}

/** The uses that lead to `to`, as far as `from` was not made by them. */
function between(to: Tensor, from: Tensor | undefined): Application[] {
  const shared = from ? ancestors(from) : new Set<Application>();
  return [...ancestors(to)].filter((use) => !shared.has(use));
}

function ancestors(tensor: Tensor): Set<Application> {
  const found = new Set<Application>();
  const open = [tensor];
  for (let next = open.pop(); next && found.size < 60; next = open.pop()) {
    if (!next.producer || found.has(next.producer)) continue;
    found.add(next.producer);
    open.push(...next.producer.inputs);
  }
  return found;
}

/** All of them padded so that stride-1 convolutions with an odd kernel keep their size, as one change. */
function padded(uses: readonly Application[], read: Read): Fix[] {
  const changes = uses.flatMap((use) => {
    const { layer, args, op } = use;
    if (!layer || !/^(Lazy)?Conv[123]d$/.test(op) || typeof args.padding === "string") return [];
    const [kernel, stride, dilation, padding] = ["kernelSize", "stride", "dilation", "padding"].map((name) =>
      sameOnAllAxes(args[name]),
    );
    if (kernel === undefined || kernel % 2 === 0 || stride !== 1 || dilation === undefined) return [];
    const wanted = (dilation * (kernel - 1)) / 2;
    if (padding === undefined || padding >= wanted) return [];
    const edits = setOption(layer, "padding", wanted, read);
    return edits.length > 0 ? [{ name: layer.name ?? op, wanted, edits }] : [];
  });
  const edits = distinct(changes.flatMap((change) => change.edits));
  if (edits.length === 0) return [];
  const [{ wanted }] = changes as [(typeof changes)[number]];
  const names = [...new Set(changes.map(({ name }) => `\`${name}\``))].join(", ");
  return [{ title: `Set padding of ${names} to ${wanted}, which keeps the size`, edits }];
}

/** A transposed convolution with a stride that comes out smaller by less than its stride. */
function grown(uses: readonly Application[], missing: number | undefined, read: Read): Fix[] {
  if (!missing) return [];
  return uses.flatMap(({ layer, args, op }) => {
    const stride = sameOnAllAxes(args.stride);
    if (!layer || !/ConvTranspose[123]d$/.test(op) || stride === undefined || missing >= stride) return [];
    const edits = setOption(layer, "outputPadding", missing, read);
    return edits.length > 0
      ? [{ title: `Set outputPadding of \`${layer.name ?? op}\` to ${missing}`, edits }]
      : [];
  });
}

/** By how much the last axes differ; undefined where that is not one number. */
function difference(a: Tensor, b: Tensor): number | undefined {
  const [x, y] = [a.shape?.at(-1), b.shape?.at(-1)];
  return typeof x === "number" && typeof y === "number" && x !== y ? Math.abs(x - y) : undefined;
}

function sameOnAllAxes(arg: Parameters<typeof axesOf>[0]): number | undefined {
  const axes: readonly Dim[] | undefined = axesOf(arg, Array.isArray(arg) ? arg.length : 1);
  const [first] = axes ?? [];
  return typeof first === "number" && axes!.every((axis) => axis === first) ? first : undefined;
}

const distinct = (edits: Fix["edits"]): Fix["edits"] =>
  edits.filter(
    (edit, i) =>
      edits.findIndex(({ span }) => span.start === edit.span.start && span.file === edit.span.file) === i,
  );
