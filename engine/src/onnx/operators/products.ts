/** Matrix products: MatMul and its kin, Gemm, Einsum, Attention. */
import { type Dim, decide, eq, type Shape, unknown } from "../../specs/index.ts";
import type { NodeCall, Operator } from "./node-call.ts";
import { NOTHING, ofShape } from "./value.ts";

const matmul =
  (second: number, type?: string): Operator =>
  (node) => {
    const [a, b] = [node.shape(0), node.shape(second)];
    if (!a || !b) return [ofShape(null, type ?? node.type(0))];
    return [ofShape(node.through("matmul", {}, [a, b])[0]!, type ?? node.type(0))];
  };

const turned = (shape: readonly Dim[], turn: number): Dim[] => (turn ? [...shape].reverse() : [...shape]);

export const gemm =
  (second: number): Operator =>
  (node) => {
    const [a, b] = [node.shape(0), node.shape(second)];
    if (a?.length !== 2 || b?.length !== 2) return [ofShape(null, node.type(0))];
    const rows = turned(a, node.int("transA", 0));
    const columns = turned(b, node.int("transB", 0));
    return [ofShape(node.through("mm", {}, [rows, columns])[0]!, node.type(0))];
  };

/** "bij,bjk->bik"; without an arrow, what occurs once, in the order of the alphabet. */
const einsum: Operator = (node) => {
  const equation = node.text("equation").replaceAll(" ", "");
  const [left = "", right] = equation.split("->");
  const terms = left.split(",");
  const shapes = node.all.map(({ shape }) => shape);
  if (equation === "" || terms.length !== shapes.length || shapes.includes(null))
    return [ofShape(null, node.type(0))];
  const sizes = new Map<string, Dim>();
  let dots: Shape = [];
  for (const [i, term] of terms.entries()) {
    const shape = shapes[i]!;
    const [before = "", after = ""] = term.split("...");
    const letters = before.length + after.length;
    if (term.includes("...") ? letters > shape.length : letters !== shape.length)
      return [ofShape(null, node.type(0))];
    const middle = shape.slice(before.length, shape.length - after.length);
    if (middle.length > dots!.length) dots = middle;
    for (const [k, letter] of [...before].entries()) setSize(node, sizes, letter, shape[k]!);
    for (const [k, letter] of [...after].entries())
      setSize(node, sizes, letter, shape[shape.length - after.length + k]!);
  }
  const result = right ?? implicit(left);
  const [before = "", after = ""] = result.split("...");
  const of = (letters: string): Dim[] => [...letters].map((letter) => sizes.get(letter) ?? unknown);
  return [ofShape([...of(before), ...(result.includes("...") ? dots! : []), ...of(after)], node.type(0))];
};

function setSize(node: NodeCall, sizes: Map<string, Dim>, letter: string, size: Dim): void {
  const known = sizes.get(letter);
  if (known === undefined || known === 1 || typeof size === "number") {
    if (known !== undefined && known !== 1 && size !== 1 && decide(eq(known, size)) === false)
      node.fail("einsum", `gives the axis ${letter} two sizes, ${String(known)} and ${String(size)}`);
    if (known === undefined || size !== 1) sizes.set(letter, size);
  }
}

const implicit = (left: string): string => {
  const letters = [...left].filter((letter) => /[a-z]/i.test(letter));
  const once = letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter)).sort();
  return (left.includes("...") ? "..." : "") + once.join("");
};

/** Queries by keys, times values: [N, heads, L, E], or [N, L, heads·E] with the number of heads as an attribute. */
const attention: Operator = (node) => {
  const [q, v] = [node.shape(0), node.shape(2)];
  if (!q || !v || q.length !== v.length) return [NOTHING];
  if (q.length === 4) return [ofShape([q[0]!, q[1]!, q[2]!, v[3]!], node.type(0))];
  const heads = node.int("q_num_heads", unknown);
  const own = node.int("kv_num_heads", unknown);
  const width = heads === own ? v[2]! : unknown;
  return q.length === 3 ? [ofShape([q[0]!, q[1]!, width], node.type(0))] : [NOTHING];
};

/** Of the operators that onnxruntime puts in when it quantizes: [.., K] by packed [N, …] gives [.., N]. */
export const matmulBits: Operator = (node) => {
  const input = node.shape(0);
  return [ofShape(input && [...input.slice(0, -1), node.int("N", unknown)], node.type(0))];
};

export const productOperators: Readonly<Record<string, Operator>> = {
  MatMul: matmul(1),
  MatMulInteger: matmul(1, "int32"),
  QLinearMatMul: matmul(3),
  Gemm: gemm(1),
  Einsum: einsum,
  Attention: attention,
  "com.microsoft:MatMulNBits": matmulBits,
  "com.microsoft:MatMulIntegerToFloat": matmul(1, "float32"),
  "com.microsoft:DynamicQuantizeMatMul": matmul(1, "float32"),
};
