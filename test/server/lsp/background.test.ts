/** A file that takes longer than an editor waits: a part at once, all of it a little later, and an edit ends what was begun. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver/node";
import { Session } from "./client.ts";

const uri = "file:///background/net.ts";
const layer = (i: number): string => `export class Net${i} extends nn.Module {
  conv = new nn.Conv2d(3, 4, 3);
  other = new nn.Conv2d(8, 4, 3);
  forward(x) {
    for (let i = 0; i < 60; i++) x = nn.functional.relu(x.add(x).add(i * 2 + 1 - i));
    return this.other.forward(this.conv.forward(x));
  }
}
new Net${i}().forward(randn([1, 3, 8, 8]));
`;
const text = `import { nn, randn } from "@convlens/engine";
${Array.from({ length: 40 }, (_, i) => layer(i)).join("")}`;
const WAITS = /looked at in the background/;

let [patient, hasty]: Session[] = [];
beforeAll(async () => {
  const capabilities = {
    textDocument: { diagnostic: {} },
    workspace: { diagnostics: { refreshSupport: true } },
  };
  patient = await Session.start(capabilities, { patienceMs: 1e9 });
  hasty = await Session.start(capabilities, { patienceMs: 0 });
});
afterAll(async () => {
  for (const session of [patient, hasty]) expect(await session!.stop()).toBe(0);
});

const diagnostics = async (session: Session): Promise<Diagnostic[]> =>
  (await session.ask("diagnostic", uri)).items;

test("the rest follows, and is what a patient editor sees", async () => {
  await patient!.open(uri, text);
  const whole = await diagnostics(patient!);
  expect(whole).toHaveLength(40);
  let refreshed: () => void = () => {};
  hasty!.connection.onRequest("workspace/diagnostic/refresh", () => {
    refreshed();
    return null;
  });
  const later = new Promise<void>((resolve) => {
    refreshed = resolve;
  });
  await hasty!.open(uri, text);
  const first = await diagnostics(hasty!);
  expect(first.filter(({ message }) => WAITS.test(String(message)))).toMatchObject([{ severity: 3 }]);
  expect(first.length).toBeLessThan(40);
  await later;
  for (let tries = 0; tries < 100 && (await diagnostics(hasty!)).length < 40; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  const plain = ({ message, range }: Diagnostic): object => ({ message, range });
  expect((await diagnostics(hasty!)).map(plain)).toEqual(whole.map(plain));
});

test("an edit is looked at anew", async () => {
  await hasty!.change(uri, [{ text: "export const x = 1;" }]);
  expect(await diagnostics(hasty!)).toEqual([]);
  await hasty!.change(uri, [{ text }]);
  expect((await diagnostics(hasty!)).some(({ message }) => WAITS.test(String(message)))).toBe(true);
});
