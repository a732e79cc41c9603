/**
 * A residual path whose block changes channels or size: a 1×1 convolution that brings the skip to the same shape.
 *
 *   y.add(x)      // [N, 128, 28, 28] + [N, 64, 56, 56]: x through Conv2d(64, 128, 1, { stride: 2 })
 */
import type { Fix } from "../../facts/analysis.ts";
import type { Application, Subject, Tensor } from "../../facts/values.ts";
import type { Read } from "./edit.ts";

export function projectionFixes({ inputs, inputSpans }: Subject, read: Read): Fix[] {
  const [a, b] = inputs;
  if (!a?.shape || !b?.shape) return [];
  const [block, skip, span] = comesFrom(a, b)
    ? [a, b, inputSpans[1]]
    : comesFrom(b, a)
      ? [b, a, inputSpans[0]]
      : [];
  if (!block?.shape || !skip?.shape || !span) return [];
  const last = lastConvolution(block);
  const stride = strideBetween(skip.shape, block.shape);
  const [from, to] = [skip.shape[1], block.shape[1]];
  const expression = read(span);
  if (!last?.layer || !stride || typeof from !== "number" || typeof to !== "number" || !expression) return [];
  const { site } = last.layer;
  const made = read(site) ?? "";
  const start = read({ file: site.file, start: Math.max(0, site.start - 200), end: site.start }) ?? "";
  const [, indent, target, this_] =
    /(?:^|\n)([ \t]*)((this\.|const |)(?:(?:private|readonly|protected|public) )*)[\w$]+(?:: [\w.]+)? = $/.exec(
      start,
    ) ?? [];
  if (indent === undefined || target === undefined) return [];
  const end = read({ file: site.file, start: site.end, end: site.end + 1 }) === ";" ? site.end + 1 : site.end;
  const options = stride === 1 ? "" : `, { stride: ${stride} }`;
  const layer = `${made.slice(0, made.indexOf(last.op))}${last.op}(${from}, ${to}, 1${options})`;
  const owner = this_ === "const " ? "" : "this.";
  return [
    {
      title: `Project the skip with ${last.op}(${from}, ${to}, 1${options})`,
      edits: [
        {
          span: { file: site.file, start: end, end },
          newText: `\n${indent}${target}projection = ${layer}${end > site.end ? ";" : ""}`,
        },
        { span, newText: `${owner}projection.forward(${expression})` },
      ],
    },
  ];
}

const comesFrom = (tensor: Tensor, source: Tensor): boolean => {
  const seen = new Set<Tensor>();
  const open = [tensor];
  for (let next = open.pop(); next && seen.size < 200; next = open.pop()) {
    if (next === source && next !== tensor) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(next.producer?.inputs ?? []));
  }
  return false;
};

function lastConvolution(tensor: Tensor): Application | undefined {
  let at = tensor.producer;
  for (let steps = 0; at && steps < 20; steps++) {
    if (at.layer && /^Conv[123]d$/.test(at.op)) return at;
    at = at.inputs[0]?.producer;
  }
  return undefined;
}

/** The stride with which a 1×1 convolution gives these sizes; undefined where none does. */
function strideBetween(
  from: NonNullable<Tensor["shape"]>,
  to: NonNullable<Tensor["shape"]>,
): number | undefined {
  if (from.length !== to.length || from.length < 3 || from[0] !== to[0]) return undefined;
  const [before, after] = [from.slice(2), to.slice(2)];
  if (before.every((size, i) => size === after[i])) return 1;
  const [x, y] = [before[0]!, after[0]!];
  if (typeof x !== "number" || typeof y !== "number" || y < 1) return undefined;
  const stride = Math.round(x / y);
  const fits = before.every(
    (size, i) => typeof size === "number" && Math.floor((size - 1) / stride) + 1 === after[i],
  );
  return stride > 1 && fits ? stride : undefined;
}
