/** Programs that load models, against the verdict of the real runtimes. */
import { type Analysis, type FileHost, Project } from "@convlens/server";
import { describe, expect, test } from "vitest";
import { type LoadedCase, loadedCases, loadedHost } from "../../golden/loaded-models.ts";

const FOLDER = "/app";

function analyze({ id, source }: LoadedCase): Analysis {
  const disk = loadedHost(FOLDER);
  const sources: Readonly<Record<string, string>> = {
    [`${FOLDER}/${id}.ts`]: source,
    [`${FOLDER}/package.json`]: "{}",
  };
  const host: FileHost = {
    ...disk,
    read: (file) => sources[file] ?? disk.read(file),
    exists: (file) => file in sources || disk.exists(file),
  };
  return new Project(host).analyze(`${FOLDER}/${id}.ts`);
}

const told = ({ findings }: Analysis) =>
  findings.filter(({ severity }) => severity === "error" || severity === "warning");

describe("mistakes", () => {
  for (const loaded of loadedCases.filter(({ rule }) => rule !== null))
    test(loaded.id, () => {
      const found = told(analyze(loaded));
      expect(found.map(({ code }) => code)).toContain(loaded.rule);
      // what fails is an error, what the runtime takes without a word a warning
      const [finding] = found.filter(({ code }) => code === loaded.rule);
      if (!loaded.verdict.ok && loaded.rule !== "model-input-symbol") expect(finding!.severity).toBe("error");
      if (loaded.silent) expect(finding!.severity).toBe("warning");
    });
});

describe("right programs", () => {
  for (const loaded of loadedCases.filter(({ rule }) => rule === null))
    test(loaded.id, () => {
      const analysis = analyze(loaded);
      expect(told(analysis)).toEqual([]);
      const { output } = loaded.verdict as { output?: Record<string, { dims?: readonly number[] }> };
      const wanted = Object.values(output ?? {}).flatMap((value) => (value?.dims ? [value.dims] : []));
      const given = analysis.applications
        .filter(({ run }) => run)
        .flatMap(({ outputs }) => outputs.map(({ shape }) => shape));
      for (const dims of wanted) expect(given).toContainEqual(dims);
    });
});
