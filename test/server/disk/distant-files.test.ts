/** Files that come later than they are asked for: unknown until then, never a mistake. */
import { expect, test } from "vitest";
import { DistantFiles, type Given, type Want, whenComplete } from "../../../server/src/disk/index.ts";
import { Project } from "../../../server/src/index.ts";

const ROOT = "/vscode-vfs:github/ann/nets";

/** The files of a far-away folder, and what was asked for, ask by ask. */
function farAway(files: Record<string, string>) {
  const asked: string[][] = [];
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text]));
  const give = ({ kind, path }: Want): Given => {
    const text = texts.get(path);
    if (kind !== "list") {
      if (text === undefined) return {};
      const bytes = new TextEncoder().encode(text);
      return { stat: { size: bytes.length, modified: 1 }, bytes };
    }
    const inside = [...texts.keys()].filter((file) => file.startsWith(`${path}/`));
    const names = new Map(
      inside.map((file) => {
        const [name, ...rest] = file.slice(path.length + 1).split("/");
        return [name!, rest.length > 0 ? ("folder" as const) : ("file" as const)];
      }),
    );
    return { entries: [...names] };
  };
  const arrived: string[] = [];
  const distant = new DistantFiles(
    async (wants) => {
      asked.push(wants.map(({ kind, path }) => `${kind} ${path.slice(ROOT.length + 1)}`));
      return wants.map(give);
    },
    () => [ROOT],
    (paths) => {
      arrived.push(...paths);
      for (const path of paths) project.diskChanged(path);
    },
  );
  const project = new Project(distant.host);
  return { distant, project, asked, texts, arrived };
}

const STEM = 'import { nn } from "@convlens/engine";\nexport const stem = () => new nn.Conv2d(3, 8, 3);\n';
const NET =
  'import { randn } from "@convlens/engine";\nimport { stem } from "./lib/stem";\nstem().forward(randn([1, 4, 8, 8]));\n';

test("an import is unknown until its file is there, and then it counts", async () => {
  const { distant, project, asked } = farAway({ "lib/stem.ts": STEM, "net.ts": NET });
  project.setOpen(`${ROOT}/net.ts`, NET);
  expect(project.analyze(`${ROOT}/net.ts`).findings).toEqual([]);
  const found = await whenComplete(distant, () => project.analyze(`${ROOT}/net.ts`).findings);
  expect(found.map(({ code }) => code)).toEqual(["conv-in-channels"]);
  expect(asked.flat()).toContain("read lib/stem.ts");
  // folders are listed once, files that no folder has are never asked for
  expect(new Set(asked.flat()).size).toBe(asked.flat().length);
  expect(asked.flat().filter((want) => want.startsWith("read"))).toEqual(["read lib/stem.ts"]);
});

test("what changes there is asked for again", async () => {
  const { distant, project, texts } = farAway({ "lib/stem.ts": STEM, "net.ts": NET });
  const look = () =>
    whenComplete(distant, () => project.analyze(`${ROOT}/net.ts`).findings.map(({ code }) => code));
  expect(await look()).toEqual(["conv-in-channels"]);
  texts.set(`${ROOT}/lib/stem.ts`, STEM.replace("Conv2d(3", "Conv2d(4"));
  distant.forget(`${ROOT}/lib/stem.ts`);
  project.diskChanged(`${ROOT}/lib/stem.ts`);
  expect(await look()).toEqual([]);
});

test("a file in a folder that is new", async () => {
  const { distant, project, texts } = farAway({ "net.ts": NET });
  const look = () =>
    whenComplete(distant, () => project.analyze(`${ROOT}/net.ts`).findings.map(({ code }) => code));
  expect(await look()).toEqual([]);
  texts.set(`${ROOT}/lib/stem.ts`, STEM);
  distant.forget(`${ROOT}/lib/stem.ts`);
  project.diskChanged(`${ROOT}/lib/stem.ts`);
  expect(await look()).toEqual(["conv-in-channels"]);
});

test("nothing is asked for outside of the opened folders", async () => {
  const { distant, asked } = farAway({});
  expect(distant.host.exists("/etc/passwd")).toBe(false);
  expect(distant.host.read(`${ROOT}-other/x.ts`)).toBeUndefined();
  expect(distant.coming).toBeUndefined();
  expect(asked).toEqual([]);
});

test("a client that cannot answer has nothing, and is not asked for ever", async () => {
  let asks = 0;
  const distant = new DistantFiles(
    async () => {
      asks++;
      throw new Error("gone");
    },
    () => [ROOT],
    () => {},
  );
  expect(await whenComplete(distant, () => distant.host.exists(`${ROOT}/net.ts`))).toBe(false);
  expect(asks).toBe(1);
});

test("a file whose bytes are not sent is no model file with a mistake", async () => {
  const distant = new DistantFiles(
    async (wants) =>
      wants.map(({ kind }) =>
        kind === "list"
          ? { entries: [["large.onnx", "file"]] as const }
          : { stat: { size: 3e9, modified: 1 } },
      ),
    () => [ROOT],
    (paths) => {
      for (const path of paths) project.diskChanged(path);
    },
  );
  const project = new Project(distant.host);
  const source =
    'import * as ort from "onnxruntime-node";\nconst session = await ort.InferenceSession.create("./large.onnx");\n';
  project.setOpen(`${ROOT}/use.ts`, source);
  const analysis = await whenComplete(distant, () => project.analyze(`${ROOT}/use.ts`));
  expect(analysis.findings).toEqual([]);
});
