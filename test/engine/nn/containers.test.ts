/** Lists of modules: numbered or named, read like arrays, printed and saved under their names. */
import { F, nn, ones, type Tensor } from "@convlens/engine";
import { expect, test } from "vitest";

test("a Sequential of named modules runs, prints and saves under the names", () => {
  const net = new nn.Sequential({ up: new nn.Linear(2, 3), act: new nn.ReLU() });
  expect(net.forward(ones(4, 2)).shape).toEqual([4, 3]);
  expect(String(net)).toBe(
    "Sequential(\n  (up): Linear(in_features=2, out_features=3, bias=True)\n  (act): ReLU()\n)",
  );
  expect(Object.keys(net.stateDict())).toEqual(["up.weight", "up.bias"]);
});

test("a ModuleList reads and grows like an array", () => {
  const list = new nn.ModuleList([new nn.Linear(2, 3)]);
  expect(list.push(new nn.Linear(3, 5))).toBe(2);
  list.extend([new nn.Linear(5, 7)]);
  expect(list.length).toBe(3);
  expect(list.map((layer) => layer.weight.shape[0])).toEqual([3, 5, 7]);
  expect(list.reduce((x, layer) => layer.forward(x), ones(1, 2)).shape).toEqual([1, 7]);
  expect(list[1]).toBe(list.at(-2));
  expect([...list.entries()].map(([i]) => i)).toEqual([0, 1, 2]);
  const seen: unknown[] = [];
  list.forEach((layer) => {
    seen.push(layer);
  });
  expect(seen).toEqual([...list]);
  expect(list.slice(1)).toEqual([list[1], list[2]]);
  expect(Object.keys(list.stateDict())).toEqual([0, 1, 2].flatMap((i) => [`${i}.weight`, `${i}.bias`]));
});

test("what a module keeps of its input stays, though Sequential gives back what nobody can hold", () => {
  class Probe extends nn.ReLU {
    seen: Tensor | null = null;
    override forward(x: Tensor): Tensor {
      this.seen = x;
      return super.forward(x);
    }
  }
  const [probe, conv] = [new Probe(), new nn.Conv1d(1, 2, 1)];
  const x = ones([1, 1, 4]);
  const y = new nn.Sequential(
    new nn.Sequential(conv, new nn.Sequential()),
    probe,
    new nn.Tanh(),
    new nn.Sigmoid(),
  ).forward(x);
  expect(probe.seen!.data).toEqual(conv.forward(x).data);
  expect(y.data).toEqual(F.sigmoid(F.tanh(F.relu(conv.forward(x)))).data);
  expect(x.data).toEqual(new Float32Array(4).fill(1));
});
