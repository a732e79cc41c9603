/** Runs in the page: every golden value case of a family, fetched from the test's server. */
import { nn, Tensor } from "@convlens/engine";
import { readSafetensors } from "@convlens/engine/io";
import { callFunction } from "../engine/nn/call-function.ts";
import { runRow, type ValueRow } from "../engine/nn/golden-run.ts";

/** The number of cases and the worst relative error. */
async function runFamily(family: string): Promise<{ cases: number; worst: number }> {
  const rows = (await (await fetch(`/golden/${family}.jsonl`)).text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ValueRow);
  const bytes = new Uint8Array(await (await fetch(`/golden/${family}.safetensors`)).arrayBuffer());
  const tensors = new Map(
    Object.entries(readSafetensors(bytes)).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: tensor.raw },
    ]),
  );
  const errors = rows.map((row) => runRow({ nn, Tensor, callFunction }, row, tensors));
  return { cases: rows.length, worst: Math.max(...errors) };
}

Object.assign(globalThis, { runFamily });
