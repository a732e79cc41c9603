/** Kernels of transposed convolutions against scattering, the other way to write them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { runtime } from "../../../engine/src/execution/index.ts";
import {
  type ConvTransposeGeometry,
  type Epilogue,
  planConvTranspose,
} from "../../../engine/src/kernels/index.ts";
import { clampTo, flatIndex, indices, randomFloats, relativeError, withBuffers } from "./naive.ts";

const small = (max: number) => fc.integer({ min: 1, max });

const geometries: fc.Arbitrary<ConvTransposeGeometry> = fc.integer({ min: 1, max: 3 }).chain((rank) => {
  const each = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: rank, maxLength: rank });
  return fc
    .record({
      batch: small(2),
      groups: small(3),
      inPerGroup: small(12),
      outPerGroup: small(12),
      input: each(small(rank === 3 ? 4 : 9)),
      kernel: each(small(4)),
      stride: each(small(3)),
      dilation: each(small(3)),
      padding: each(fc.integer({ min: 0, max: 2 })),
      outputPadding: each(fc.integer({ min: 0, max: 2 })),
    })
    .map(({ inPerGroup, outPerGroup, ...g }) => ({
      ...g,
      outputPadding: g.outputPadding.map((p, d) => Math.min(p, Math.max(g.stride[d]!, g.dilation[d]!) - 1)),
      inChannels: inPerGroup * g.groups,
      outChannels: outPerGroup * g.groups,
    }))
    .filter((g) => outputSizes(g).every((size) => size >= 1));
});

function outputSizes(g: ConvTransposeGeometry): number[] {
  return g.input.map(
    (n, d) =>
      (n - 1) * g.stride[d]! -
      2 * g.padding[d]! +
      g.dilation[d]! * (g.kernel[d]! - 1) +
      g.outputPadding[d]! +
      1,
  );
}

/** Every input element times the kernel, added where it lands. */
function byScattering(
  g: ConvTransposeGeometry,
  x: ArrayLike<number>,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
): Float64Array {
  const sizes = outputSizes(g);
  const plane = sizes.reduce((a, b) => a * b);
  const [inChannels, outChannels] = [g.inChannels / g.groups, g.outChannels / g.groups];
  const y = Float64Array.from(
    { length: g.batch * g.outChannels * plane },
    (_, i) => bias[Math.floor(i / plane) % g.outChannels]!,
  );
  const inputs = [...indices(g.input)];
  const taps = [...indices(g.kernel)];
  for (const [i, input] of inputs.entries()) {
    for (const [k, tap] of taps.entries()) {
      const at = input.map((p, d) => p * g.stride[d]! + tap[d]! * g.dilation[d]! - g.padding[d]!);
      if (!at.every((p, d) => p >= 0 && p < sizes[d]!)) continue;
      const position = flatIndex(at, sizes);
      for (let n = 0; n < g.batch; n++) {
        for (let c = 0; c < g.inChannels; c++) {
          const value = x[(n * g.inChannels + c) * inputs.length + i]!;
          for (let o = 0; o < outChannels; o++) {
            const channel = Math.floor(c / inChannels) * outChannels + o;
            y[(n * g.outChannels + channel) * plane + position]! +=
              value * weights[(c * outChannels + o) * taps.length + k]!;
          }
        }
      }
    }
  }
  return y;
}

function operands(g: ConvTransposeGeometry) {
  const count = g.input.reduce((a, b) => a * b) * g.batch * g.inChannels;
  const weights = (g.inChannels * g.outChannels * g.kernel.reduce((a, b) => a * b)) / g.groups;
  return [randomFloats(count, 1), randomFloats(weights, 2), randomFloats(g.outChannels, 3)] as const;
}

test("random geometries agree with scattering", () => {
  fc.assert(
    fc.property(geometries, fc.constantFrom<Epilogue>("none", "relu"), (g, epilogue) => {
      const [x, weights, bias] = operands(g);
      const plan = planConvTranspose(runtime, g, weights, bias, epilogue);
      expect(plan.algorithm).toBe("implicit GEMM of output phases");
      const expected = byScattering(g, x, weights, bias).map((value) => clampTo(value, epilogue));
      expect(relativeError(withBuffers(plan, x), expected)).toBeLessThan(1e-5);
      plan.dispose();
    }),
    { numRuns: 100 },
  );
});

test.each([3, 4])("a kernel of %i with stride 2 and many channels agrees, filtered", (kernel) => {
  const names = new Set<string>();
  const filtered = fc.record({
    padding: fc.nat(2),
    outputPadding: fc.nat(1),
    input: fc.tuple(fc.integer({ min: 7, max: 11 }), fc.integer({ min: 7, max: 11 })),
    outChannels: fc.integer({ min: 64, max: 67 }),
  });
  fc.assert(
    fc.property(filtered, ({ padding, outputPadding, input, outChannels }) => {
      const both = (value: number) => [value, value];
      const g = {
        ...{ batch: 1, inChannels: 64, outChannels, groups: 1, input, kernel: both(kernel) },
        ...{ stride: both(2), dilation: both(1), padding: both(padding) },
        outputPadding: both(outputPadding),
      };
      const [x, weights, bias] = operands(g);
      const plan = planConvTranspose(runtime, g, weights, bias, "relu");
      names.add(plan.algorithm);
      const expected = byScattering(g, x, weights, bias).map((value) => clampTo(value, "relu"));
      expect(relativeError(withBuffers(plan, x), expected)).toBeLessThan(4e-6);
      plan.dispose();
    }),
    { numRuns: 6 },
  );
  expect([...names].join()).toContain("transposed");
});

test("NaN and Inf reach only the outputs that a tap connects them to", () => {
  const finite = (values: Float32Array) =>
    [...values].map((value) => (Number.isFinite(value) ? "finite" : value));
  for (const [kernel, stride] of [
    [1, 3],
    [2, 2],
    [4, 3],
  ] as const) {
    const g = {
      batch: 1,
      inChannels: 3,
      outChannels: 5,
      groups: 1,
      input: [6, 7],
      kernel: [kernel, kernel],
      stride: [stride, stride],
      dilation: [1, 1],
      padding: [0, 0],
      outputPadding: [1, 1],
    };
    const [x, weights, bias] = operands(g);
    x[9] = Number.NaN;
    x[60] = Number.POSITIVE_INFINITY;
    const plan = planConvTranspose(runtime, g, weights, bias);
    expect(finite(withBuffers(plan, x))).toEqual(
      finite(Float32Array.from(byScattering(g, x, weights, bias))),
    );
  }
});

test("weights that are not finite take the plain loops", () => {
  const g = {
    batch: 1,
    inChannels: 2,
    outChannels: 2,
    groups: 1,
    input: [3, 3],
    kernel: [3, 3],
    stride: [2, 2],
    dilation: [1, 1],
    padding: [1, 1],
    outputPadding: [0, 0],
  };
  const [x, weights, bias] = operands(g);
  weights[4] = Number.POSITIVE_INFINITY;
  const plan = planConvTranspose(runtime, g, weights, bias);
  expect(plan.algorithm).toBe("plain loops");
  expect([...withBuffers(plan, x)]).toEqual([...Float32Array.from(byScattering(g, x, weights, bias))]);
});
