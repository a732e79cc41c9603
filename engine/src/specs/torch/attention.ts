/** Multi-head attention. https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html */
import {
  add,
  all,
  type Condition,
  type Dim,
  divides,
  eq,
  floorDiv,
  ge,
  mul,
  not,
  product,
  sum,
  unknown,
} from "../../dims/index.ts";
import { bool, dimOf, flagOf, int, needInt, number } from "../arguments.ts";
import { rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { list, tuple } from "../python.ts";
import type { Args, Call, LayerSpec, Problem, Shape } from "../spec.ts";

export const multiheadAttention: LayerSpec = {
  name: "MultiheadAttention",
  kind: "layer",
  summary: "Attention of queries over keys and values, in several heads.",
  docs: torchDocs("MultiheadAttention"),
  inputs: ["query", "key", "value"],
  initial: "attention",
  results: "list",
  callParams: [
    {
      name: "keyPaddingMask",
      kind: "tensor",
      doc: "Added to the scores of each key: [N, S], or [S] without a batch.",
      default: null,
    },
    { name: "needWeights", kind: "bool", doc: "Whether the attention weights are given too.", default: true },
    {
      name: "attnMask",
      kind: "tensor",
      doc: "Added to the scores, −Infinity hides a key: [L, S], or [N · heads, L, S].",
      default: null,
    },
    {
      name: "averageAttnWeights",
      kind: "bool",
      doc: "Whether weights are averaged over the heads.",
      default: true,
    },
  ],
  params: [
    needInt("embedDim", "Features of the query and of the output."),
    needInt("numHeads", "Heads that the features are split into."),
    number("dropout", "Probability of dropping an attention weight.", { default: 0 }),
    bool("bias", "Whether the projections have a bias.", { default: true }),
    bool("addBiasKv", "Adds a learned key and value.", { default: false }),
    bool("addZeroAttn", "Adds a zero key and value.", { default: false }),
    int("kdim", "Features of the key.", { default: null }),
    int("vdim", "Features of the value.", { default: null }),
    bool("batchFirst", "Whether inputs are [N, L, E] instead of [L, N, E].", { default: false }),
  ],
  check({ args, require }) {
    const [embed, heads] = [dimOf(args.embedDim), dimOf(args.numHeads)];
    const positive = require(ge(embed, 1), () => ({
      code: "argument-negative",
      stage: "construct",
      at: { arg: "embedDim" },
      message: `needs an embedDim of at least 1, not ${show(embed)}`,
      runtime:
        embed === 0
          ? "float division by zero"
          : `Trying to create tensor with negative dimension ${show(mul(3, embed))}: ${list([mul(3, embed), embed])}`,
      exception: embed === 0 ? "ZeroDivisionError" : "RuntimeError",
    }));
    if (!positive) return;
    require(divides(heads, embed), () => ({
      code: "attention-heads",
      stage: "construct",
      at: { arg: "numHeads" },
      message: `splits ${show(embed)} features into ${show(heads)} heads, which does not come out even`,
      runtime:
        heads === 0 ? "integer division or modulo by zero" : "embed_dim must be divisible by num_heads",
      exception: heads === 0 ? "ZeroDivisionError" : "AssertionError",
    }));
  },
  infer,
  parameters,
  macs(args, [query, key], _outputs) {
    if (!query || !key) return dimOf(undefined);
    const embed = dimOf(args.embedDim);
    // four projections, and every query against every key twice
    return sum([
      mul(4, mul(product(query), embed)),
      mul(2, mul(product(query), key.at(flagOf(args.batchFirst) ? -2 : 0)!)),
    ]);
  },
  repr: () => "",
};

function infer(call: Call): readonly Shape[] {
  const { args, require } = call;
  const [query, key, value] = call.inputs;
  if (!query) return [null, null];
  if (query.length !== 2 && query.length !== 3) {
    call.fail(
      rankProblem(
        `takes a query of 2 axes (unbatched) or 3 (batched), receives ${query.length}: ${showShape(query)}`,
        `query should be unbatched 2D or batched 3D tensor but received ${query.length}-D query tensor`,
        "AssertionError",
      ),
    );
    return [null, null];
  }
  const embed = dimOf(args.embedDim);
  const heads = dimOf(args.numHeads);
  require(ge(heads, 0), () => ({
    code: "attention-heads",
    stage: "forward",
    at: { arg: "numHeads" },
    message: `needs a positive number of heads, not ${show(heads)}`,
    runtime: `invalid shape dimension ${show(heads)}`,
    exception: "RuntimeError",
  }));
  const batchAxis = flagOf(args.batchFirst) ? 0 : 1;
  const lengthAxis = query.length === 2 ? 0 : 1 - batchAxis;
  const output: Shape = [...query.slice(0, -1), embed];
  if (!key || !value) return [output, null];
  if (key.length !== query.length || value.length !== query.length) {
    call.fail(
      rankProblem(
        `takes query, key and value of equal rank, receives ${query.length}, ${key.length} and ${value.length}`,
        `For ${query.length === 2 ? "unbatched (2-D)" : "batched (3-D)"} \`query\`, expected \`key\` and \`value\` to be ${query.length}-D but found ${key.length}-D and ${value.length}-D tensors respectively`,
        "AssertionError",
      ),
    );
    return [output, null];
  }
  require(eq(query.at(-1)!, embed), () => width(0, "query", embed, query.at(-1)!));
  const kdim = args.kdim === null ? embed : dimOf(args.kdim);
  const vdim = args.vdim === null ? embed : dimOf(args.vdim);
  const shared = !isSeparate(args);
  for (let axis = 0; axis < key.length - (shared ? 0 : 1); axis++) {
    if (
      !require(eq(key[axis]!, value[axis]!), () => ({
        code: "attention-shape",
        stage: "forward",
        at: { input: 2 },
        message: `takes a value of the key's shape ${showShape(key)}, receives ${showShape(value)}${axis === key.length - 1 && shared ? ": vdim names another width" : ""}`,
        runtime: `key shape torch.Size(${list(key)}) does not match value shape torch.Size(${list(value)})`,
        exception: "AssertionError",
      }))
    )
      return [output, null];
  }
  require(eq(key.at(-1)!, kdim), () => width(1, "key", kdim, key.at(-1)!));
  require(eq(value.at(-1)!, vdim), () => width(2, "value", vdim, value.at(-1)!));
  if (query.length === 3) {
    require(eq(query[batchAxis]!, key[batchAxis]!), () => ({
      code: "attention-shape",
      stage: "forward",
      at: { input: 1 },
      message: `takes query and key of one batch size, receives ${show(query[batchAxis]!)} and ${show(key[batchAxis]!)}${flagOf(args.batchFirst) ? "" : " on axis 1 (batchFirst is false)"}`,
      runtime: `shape '${list([keyLength(args, key), mul(query[batchAxis]!, dimOf(args.numHeads)), floorDiv(embed, dimOf(args.numHeads))])}' is invalid for input of size ${show(mul(mul(key[0]!, key[1]!), embed))}`,
      exception: "RuntimeError",
    }));
  }
  const count = query.length === 3 ? query[batchAxis]! : undefined;
  checkMasks(call, count, heads, query[lengthAxis]!, key[lengthAxis]!);
  if (flagOf(call.callArgs?.needWeights ?? true) === false) return [output];
  const batch = query.length === 3 ? [query[batchAxis]!] : [];
  const averaged = flagOf(call.callArgs?.averageAttnWeights ?? true);
  if (averaged === undefined) return [output, null];
  return [
    output,
    [...batch, ...(averaged ? [] : [heads]), query[lengthAxis]!, add(key[lengthAxis]!, extraKeys(args))],
  ];
}

type MaskName = "keyPaddingMask" | "attnMask";

/** Masks are inputs behind the three; the call's arguments say which. */
function checkMasks(call: Call, batch: Dim | undefined, heads: Dim, targets: Dim, sources: Dim): void {
  const shapeAt = (name: MaskName): Shape => {
    const place = call.callArgs?.[name];
    return typeof place === "number" ? (call.inputs[place] ?? null) : null;
  };
  const wrong = (name: MaskName, message: string, runtime: string, exception: string): Problem => ({
    code: "attention-shape",
    stage: "forward",
    at: { input: call.callArgs?.[name] as number },
    message,
    runtime,
    exception,
  });
  const padding = shapeAt("keyPaddingMask");
  const wanted = batch === undefined ? [sources] : [batch, sources];
  if (padding)
    call.require(sameShape(padding, wanted), () =>
      wrong(
        "keyPaddingMask",
        `takes a keyPaddingMask of ${showShape(wanted)}, receives ${showShape(padding)}`,
        `expecting key_padding_mask shape of ${tuple(wanted.map(show))}, but got torch.Size(${list(padding)})`,
        "AssertionError",
      ),
    );
  const mask = shapeAt("attnMask");
  if (!mask) return;
  const legal = mask.length === 3 ? [mul(batch ?? 1, heads), targets, sources] : [targets, sources];
  call.require(sameShape(mask, legal), () =>
    wrong(
      "attnMask",
      `takes an attnMask of ${showShape(legal)}, receives ${showShape(mask)}`,
      mask.length === 2 || mask.length === 3
        ? `The shape of the ${mask.length}D attn_mask is torch.Size(${list(mask)}), but should be ${tuple(legal.map(show))}.`
        : `attn_mask's dimension ${mask.length} is not supported`,
      "RuntimeError",
    ),
  );
}

const sameShape = (a: readonly Dim[], b: readonly Dim[]): Condition =>
  a.length === b.length ? all(...a.map((size, i) => eq(size, b[i]!))) : not(all());

/** addBiasKv and addZeroAttn put one more key each behind the given ones. */
const extraKeys = (args: Args): Dim => {
  const added = [args.addBiasKv, args.addZeroAttn].map(flagOf);
  return added.includes(undefined) ? unknown : added.filter(Boolean).length;
};

const keyLength = (args: Args, key: readonly Dim[]): Dim => key[flagOf(args.batchFirst) ? 1 : 0]!;

const width = (input: number, name: string, expected: Dim, received: Dim) =>
  ({
    code: "attention-embed",
    stage: "forward",
    // a query has one size to fit, which key and value may have for themselves
    at: input === 0 ? { arg: "embedDim" } : { input },
    message: `expects ${show(expected)} features in its ${name}, receives ${show(received)}`,
    runtime: `was expecting embedding dimension of ${show(expected)}, but got ${show(received)}`,
    exception: "AssertionError",
    expected: received,
    received: expected,
  }) as const;

/** Query, key and value of one width share one stacked weight. */
const isSeparate = (args: Args): boolean =>
  [args.kdim, args.vdim].some((width) => width !== null && dimOf(width) !== dimOf(args.embedDim));

function parameters(args: Args): Record<string, readonly Dim[]> {
  const embed = dimOf(args.embedDim);
  const weights: Record<string, readonly Dim[]> = isSeparate(args)
    ? {
        q_proj_weight: [embed, embed],
        k_proj_weight: [embed, args.kdim === null ? embed : dimOf(args.kdim)],
        v_proj_weight: [embed, args.vdim === null ? embed : dimOf(args.vdim)],
      }
    : { in_proj_weight: [mul(3, embed), embed] };
  if (flagOf(args.bias)) weights.in_proj_bias = [mul(3, embed)];
  if (flagOf(args.addBiasKv)) Object.assign(weights, { bias_k: [1, 1, embed], bias_v: [1, 1, embed] });
  weights["out_proj.weight"] = [embed, embed];
  if (flagOf(args.bias)) weights["out_proj.bias"] = [embed];
  return weights;
}
