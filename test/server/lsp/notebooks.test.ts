/** Cells of a notebook see what the cells above them declare; a person sees each cell as it is. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { positionOf, Session } from "./client.ts";

const cell = (id: string): string => `vscode-notebook-cell:/project/my%20net.ipynb#${id}`;
const [first, second, third] = [cell("W0sZmlsZQ%3D%3D"), cell("W1sZmlsZQ%3D%3D"), cell("W2sZmlsZQ%3D%3D")];
const layer = `import { nn, randn } from "npm:@convlens/engine";
const conv = new nn.Conv2d(3, 8, 3);`;
const call = `const x = randn([1, 3, 8, 8]);
const y = conv.forward(x);`;
const wrong = `const z = conv.forward(y);`;

let session: Session;
beforeAll(async () => {
  session = await Session.start();
  // as they are opened one by one
  await session.open(third, wrong);
  await session.open(first, layer);
  await session.open(second, call);
  await session.connection.sendNotification("convlens/notebook", { cells: [first, second, third] });
});
afterAll(async () => {
  expect(await session.stop()).toBe(0);
});

const codes = async (uri: string): Promise<string[]> =>
  (await session.ask("diagnostic", uri)).items.map(({ code }: { code: string }) => code);
const whole = { range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } };

test("a call in one cell is checked against the layer of another", async () => {
  expect(await codes(second)).toEqual([]);
  const { items } = await session.ask("diagnostic", third);
  expect(items).toMatchObject([
    {
      code: "conv-in-channels",
      message: expect.stringContaining("expects 3 input channels, receives 8"),
      range: { start: positionOf(wrong, "conv.forward") },
    },
  ]);
});

test("hints stand in the cell whose tensors they are, and nowhere below it", async () => {
  const hints = await session.ask("inlayHint", second, whole);
  expect(
    hints.map(({ position, label }: { position: { line: number }; label: { value: string }[] }) => [
      position.line,
      label[0]!.value,
    ]),
  ).toEqual([
    [0, "[1, 3, 8, 8]"],
    [1, "[1, 8, 6, 6]"],
  ]);
});

test("an edit of one cell is seen in those below it", async () => {
  await session.change(first, [
    {
      range: {
        start: positionOf(layer, "3, 8, 3"),
        end: positionOf(layer, "3, 8, 3", 1),
      },
      text: "8",
    },
  ]);
  expect(await codes(second)).toEqual(["conv-in-channels"]);
  expect(await codes(third)).toEqual([]);
});

test("cells in another order see other cells", async () => {
  await session.connection.sendNotification("convlens/notebook", { cells: [second, first, third] });
  expect(await codes(second)).toEqual([]);
});
