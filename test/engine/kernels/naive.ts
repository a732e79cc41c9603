/** Plain loops that know nothing of the kernels' code: the oracle of these tests, in float64. */

import { runtime } from "../../../engine/src/execution/index.ts";
import type { ConvGeometry, Epilogue, Plan } from "../../../engine/src/kernels/index.ts";

export function randomFloats(count: number, seed: number): Float32Array {
  let state = seed * 2654435761 + 12345;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

/** ‖actual − expected‖ / ‖expected‖ */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let error = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    error += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  return norm === 0 ? Math.sqrt(error) : Math.sqrt(error / norm);
}

/** Runs a plan on copies in the shared memory. */
export function withBuffers(plan: Plan, x: Float32Array, second?: Float32Array): Float32Array {
  const upload = (values: Float32Array) => {
    const buffer = runtime.memory.allocate(values.length);
    buffer.array.set(values);
    return buffer;
  };
  const input = upload(x);
  const output = runtime.memory.allocate(plan.outputShape.reduce((a, b) => a * b, 1));
  output.array.fill(123456);
  const other = second && upload(second);
  plan.run(input, output, other ? { second: other } : {});
  const result = output.array.slice();
  for (const buffer of [input, output, other]) buffer?.free();
  return result;
}

export function clampTo(value: number, epilogue: Epilogue): number {
  if (epilogue === "none") return value;
  const { min = -Infinity, max = Infinity } =
    epilogue === "relu" ? { min: 0, max: Infinity } : epilogue === "relu6" ? { min: 0, max: 6 } : epilogue;
  return Number.isNaN(value) ? value : Math.max(min, Math.min(max, value));
}

/** All index tuples below `sizes`, last fastest. */
export function* indices(sizes: readonly number[]): Generator<number[]> {
  const [first, ...rest] = sizes;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let i = 0; i < first; i++) for (const tail of indices(rest)) yield [i, ...tail];
}

export function flatIndex(index: readonly number[], sizes: readonly number[]): number {
  return index.reduce((flat, i, d) => flat * sizes[d]! + i, 0);
}

/** y[n, o, p] = bias[o] + Σ weights[o, c, k] · x[n, group·C + c, p·stride + k·dilation − padLow], scattered tap by tap. */
export function convByLoops(
  g: ConvGeometry,
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue = "none",
): Float64Array {
  const sizes = g.input.map(
    (size, d) =>
      Math.floor(
        (size + g.padLow[d]! + g.padHigh[d]! - g.dilation[d]! * (g.kernel[d]! - 1) - 1) / g.stride[d]!,
      ) + 1,
  );
  const inPlane = g.input.reduce((a, b) => a * b);
  const taps = [...indices(g.kernel)];
  const perGroup = g.inChannels / g.groups;
  const outPerGroup = g.outChannels / g.groups;
  const positions = [...indices(sizes)];
  const y = new Float64Array(g.batch * g.outChannels * positions.length);
  for (const [p, position] of positions.entries()) {
    const seen = taps.flatMap((tap, t) => {
      const at = position.map((o, d) => o * g.stride[d]! + tap[d]! * g.dilation[d]! - g.padLow[d]!);
      return at.every((i, d) => i >= 0 && i < g.input[d]!) ? [{ t, i: flatIndex(at, g.input) }] : [];
    });
    for (let n = 0; n < g.batch; n++) {
      for (let o = 0; o < g.outChannels; o++) {
        const group = Math.floor(o / outPerGroup);
        let sum = bias[o]!;
        for (let c = 0; c < perGroup; c++) {
          const plane = (n * g.inChannels + group * perGroup + c) * inPlane;
          for (const { t, i } of seen) sum += x[plane + i]! * weights[(o * perGroup + c) * taps.length + t]!;
        }
        y[(n * g.outChannels + o) * positions.length + p] = clampTo(sum, epilogue);
      }
    }
  }
  return y;
}
