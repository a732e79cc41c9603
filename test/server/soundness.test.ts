/** Whatever the checker states is what the engine computes: random models with random sizes, statement by statement. */
import * as torch from "@convlens/engine";
import { evaluate } from "@convlens/engine/specs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeText } from "./memory-project.ts";

const { F, nn } = torch;

/** A step as source, on `x` with layers made in place. Sizes may or may not fit: both sides must agree. */
const small = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  fc
    .tuple(small, small, small, fc.integer({ min: 0, max: 2 }))
    .map(([i, o, k, p]) => `x = new nn.Conv2d(${i}, ${o}, ${k}, { padding: ${p} }).forward(x);`),
  fc
    .tuple(small, small, fc.integer({ min: 1, max: 3 }))
    .map(([o, k, s]) => `x = new nn.LazyConv2d(${o}, ${k}, { stride: ${s} }).forward(x);`),
  fc
    .tuple(small, small, fc.integer({ min: 1, max: 3 }))
    .map(([o, k, s]) => `x = new nn.LazyConvTranspose2d(${o}, ${k}, { stride: ${s} }).forward(x);`),
  fc.integer({ min: 1, max: 3 }).map((k) => `x = F.maxPool2d(x, ${k});`),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }))
    .map(([k, s]) => `x = new nn.AvgPool2d(${k}, { stride: ${s}, ceilMode: true }).forward(x);`),
  fc.integer({ min: 1, max: 4 }).map((n) => `x = new nn.AdaptiveAvgPool2d(${n}).forward(x);`),
  small.map((n) => `x = new nn.BatchNorm2d(${n}).eval().forward(x);`),
  fc.constantFrom(
    "x = F.relu(x);",
    "x = torch.cat([x, x], 1);",
    "x = x.add(x.mean([2, 3], true));",
    "x = x.permute(0, 1, 3, 2);",
    "x = x.transpose(1, 2);",
    "x = x.flatten(2).unsqueeze(1);",
  ),
  fc.constantFrom(
    "x = x.view(x.shape[0]!, -1, 2, 2);",
    "x = x.reshape(1, x.shape[0]! * x.shape[1]!, x.shape[2]!, x.shape[3]!);",
    "x = x.matmul(x.transpose(2, 3));",
    "x = F.interpolate(x, { scaleFactor: 2 });",
    "x = x.chunk(2, 1)[0]!;",
  ),
);
const program = fc.record({
  sizes: fc.tuple(
    fc.integer({ min: 1, max: 2 }),
    small,
    fc.integer({ min: 2, max: 8 }),
    fc.integer({ min: 2, max: 8 }),
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
});

/** Runs the steps with the engine: shapes after each, and whether one was refused. */
function execute(
  sizes: readonly number[],
  steps: readonly string[],
): { shapes: number[][]; failed: boolean } {
  let x = torch.ones([...sizes]);
  const shapes: number[][] = [];
  for (const line of steps) {
    try {
      x = new Function("torch", "nn", "F", "x", `${line.replaceAll("!", "")} return x;`)(
        torch,
        nn,
        F,
        x,
      ) as typeof x;
    } catch {
      return { shapes, failed: true };
    }
    shapes.push([...x.shape]);
  }
  return { shapes, failed: false };
}

const sourceOf = (shape: string, steps: readonly string[]): string =>
  `import * as torch from "@convlens/engine";\nimport { F, nn, type Tensor } from "@convlens/engine";\n/** @shape x ${shape} */\nexport function run(x: Tensor) {\n${steps.map((line) => `  ${line}`).join("\n")}\n  return x;\n}\n`;

describe("soundness", () => {
  test("with numbers every shape and every error agrees", () => {
    fc.assert(
      fc.property(program, ({ sizes, steps }) => {
        const { shapes, failed } = execute(sizes, steps);
        const analysis = analyzeText(sourceOf(`[${sizes.join(", ")}]`, steps));
        const errors = analysis.findings.filter(({ severity }) => severity === "error");
        expect(errors.length > 0).toBe(failed);
        const stated = analysis.bindings
          .filter(({ role, name }) => role === "variable" && name === "x")
          .slice(0, shapes.length);
        for (const [i, { tensor }] of stated.entries()) expect(tensor.shape).toEqual(shapes[i]);
      }),
      { numRuns: 400 },
    );
  });

  test("with symbols what is stated holds once they are numbers", () => {
    fc.assert(
      fc.property(program, ({ sizes, steps }) => {
        const { shapes, failed } = execute(sizes, steps);
        const analysis = analyzeText(sourceOf(`[N, ${sizes[1]}, H, W]`, steps));
        const errors = analysis.findings.filter(({ severity }) => severity === "error");
        if (errors.length > 0) expect(failed).toBe(true);
        const values = { N: sizes[0], H: sizes[2], W: sizes[3] };
        const stated = analysis.bindings
          .filter(({ role, name }) => role === "variable" && name === "x")
          .slice(0, shapes.length);
        for (const [i, { tensor }] of stated.entries()) {
          if (tensor.repaired || !tensor.shape) continue;
          expect(tensor.shape.length).toBe(shapes[i]!.length);
          for (const [axis, dim] of tensor.shape.entries())
            expect([undefined, shapes[i]![axis]]).toContain(evaluate(dim, values));
        }
      }),
      { numRuns: 400 },
    );
  });
});
