/** A third library: PyTorch's layers in another order of arguments, with channels last. */
import { format } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { analyzeText } from "./memory-project.ts";

const source = (
  second: string,
  input = "[2, 28, 28, 1]",
): string => `import { core as mx, nn } from "@frost-beta/mlx";

export class Net extends nn.Module {
  conv1: nn.Conv2d;
  conv2: nn.Conv2d;
  norm: nn.BatchNorm;
  pool: nn.MaxPool2d;
  fc: nn.Linear;

  constructor() {
    super();
    this.conv1 = new nn.Conv2d(1, 8, 5, 1, 2, 1, false);
    this.conv2 = ${second};
    this.norm = new nn.BatchNorm(16);
    this.pool = new nn.MaxPool2d(2, 2);
    this.fc = new nn.Linear(7 * 7 * 16, 10);
  }

  forward(x: mx.array): mx.array {
    x = this.pool.forward(nn.relu(this.conv1.forward(x)));
    x = this.pool.forward(nn.relu(this.norm.forward(this.conv2.forward(x))));
    return this.fc.forward(x.reshape([x.shape[0], 7 * 7 * 16]));
  }
}

const y = new Net().forward(mx.random.normal(${input}));
`;

const shapes = (text: string): string[] =>
  analyzeText(text)
    .applications.filter(({ layer }) => layer)
    .map(({ name, outputs }) => `${name} [${outputs[0]!.shape?.map(format).join(", ")}]`);

test("shapes with channels last", () => {
  const text = source("new nn.Conv2d(8, 16, 3, 1, 1)");
  expect(shapes(text)).toEqual([
    "conv1 [2, 28, 28, 8]",
    "pool [2, 14, 14, 8]",
    "conv2 [2, 14, 14, 16]",
    "norm [2, 14, 14, 16]",
    "pool [2, 7, 7, 16]",
    "fc [2, 10]",
  ]);
  expect(analyzeText(text).findings).toEqual([]);
});

test("the last argument of a convolution is its bias", () => {
  const [conv1, conv2] = analyzeText(source("new nn.Conv2d(8, 16, 3, 1, 1)")).applications.filter(
    ({ op }) => op === "Conv2d",
  );
  expect([conv1!.params, conv2!.params]).toEqual([5 * 5 * 8, 3 * 3 * 8 * 16 + 16]);
});

test("wrong channels, on the argument", () => {
  const text = source("new nn.Conv2d(4, 16, 3, 1, 1)");
  const [finding] = analyzeText(text).findings;
  expect(finding).toMatchObject({ code: "conv-in-channels", severity: "error" });
  expect(text.slice(finding!.span.start, finding!.span.end)).toBe("4");
});

test("channels first is the wrong layout", () => {
  expect(
    analyzeText(source("new nn.Conv2d(8, 16, 3, 1, 1)", "[2, 1, 28, 28]")).findings.map(({ code }) => code),
  ).toContain("conv-in-channels");
});
