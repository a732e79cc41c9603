/** Plans of layers are let go where memory is short, and made anew. */
import { nn, randn, setLimits, tidy } from "@convlens/engine";
import { afterEach, expect, test } from "vitest";
import { runtime } from "../../engine/src/execution/index.ts";

afterEach(() => setLimits({ bytes: 2 ** 30 }));

test("models that come and go within one turn stay within the limit", () => {
  setLimits({ bytes: 2 ** 28 });
  const x = randn([1, 512, 7, 7]);
  const layers = Array.from({ length: 14 }, () => new nn.Conv2d(512, 512, 3, { padding: 1 }));
  const first = layers.map((layer) => tidy(() => layer.forward(x).mean().item()));
  expect(runtime.memory.used).toBeLessThanOrEqual(2 ** 28);
  // plans that were let go are made anew, and give the same
  expect(layers.map((layer) => tidy(() => layer.forward(x).mean().item()))).toEqual(first);
});
