/**
 * Mistakes planted into real models: of those that TensorFlow.js rejects nearly all are found. With PLANTED=folder the
 * programs are those of any folder, and what was missed is printed:
 *
 *   PLANTED=../checkouts PLANTED_SECONDS=300 npx vitest run test/server/planted
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Analysis, nodeHost, Project } from "@convlens/server";
import { expect, test, vi } from "vitest";
import { type Mistake, mistakesIn } from "./mistakes.ts";
import { rebuilt, sizesOf } from "./rebuild.ts";

const folder = process.env.PLANTED ?? new URL("../../../examples/tfjs/", import.meta.url).pathname;
const SECONDS = Number(process.env.PLANTED_SECONDS ?? 3600); // then no further file is looked at
const BAR = 0.97;
const MOST = process.env.PLANTED ? 40 : 25; // of one file

function* sourcesIn(path: string): Generator<string> {
  for (const name of readdirSync(path).toSorted()) {
    if (/^(node_modules|dist|build|\.git)$|\.min\.js$/.test(name)) continue;
    const whole = join(path, name);
    const stat = statSync(whole, { throwIfNoEntry: false });
    if (stat?.isDirectory()) yield* sourcesIn(whole);
    else if (/\.[cm]?[jt]sx?$/.test(name) && (stat?.size ?? 0) < 200_000) yield whole;
  }
}

const analyzed = (file: string, text: string): Analysis =>
  new Project({ ...nodeHost, read: (other) => (other === file ? text : nodeHost.read(other)) }).analyze(file);

const failure = (body: () => unknown): string | undefined => {
  try {
    body();
    return undefined;
  } catch (error) {
    return String((error as Error).message).split("\n")[0]!;
  }
};

/** The models of a file that can be built again and are then what the checker says. */
function modelsOf({ models }: Analysis): Analysis["models"] {
  return models.filter((model) => {
    try {
      const found = rebuilt(model);
      return found && String(found.slice(1)) === String(sizesOf(model.outputs[0]!.shape)?.slice(1));
    } catch {
      return false;
    }
  });
}

test("planted mistakes are found", { timeout: 3_600_000 }, () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const until = performance.now() + SECONDS * 1000;
  let files = 0;
  let rejected = 0;
  let warned = 0;
  const missed: string[] = [];
  const doubted: string[] = [];
  for (const file of sourcesIn(folder)) {
    if (performance.now() > until) break;
    const text = readFileSync(file, "utf8");
    if (!/\blayers\b/.test(text)) continue;
    const base = analyzed(file, text);
    const known = new Set(base.findings.map(({ code, span }) => `${code} ${span.start}`));
    const models = modelsOf(base);
    if (models.length === 0) continue;
    files++;
    const layers = new Set(models.flatMap(({ applications }) => applications.map(({ layer }) => layer!)));
    const mistakes = [...layers].flatMap((layer) => [...mistakesIn(layer, file, text)]);
    const seen = new Set<string>();
    const every = Math.ceil(mistakes.length / MOST);
    for (const mistake of mistakes.filter((_, i) => i % every === 0)) {
      const { what, span, newText } = mistake;
      const key = `${span.start} ${span.end} ${newText}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const same = mistakes.filter(
        (other) => `${other.span.start} ${other.span.end} ${other.newText}` === key,
      );
      const why = models.map((model) => failure(() => rebuilt(model, plantedIn(same)))).find(Boolean);
      const broken = `${text.slice(0, span.start)}${newText}${text.slice(span.end)}`;
      const found = analyzed(file, broken).findings.filter(
        ({ code, span: place }) => !known.has(`${code} ${place.start}`),
      );
      const errors = found.filter(({ severity }) => severity === "error");
      const line = text.slice(0, span.start).split("\n").length;
      if (!why) {
        if (errors.length > 0)
          doubted.push(`${file}:${line} ${what}: ${errors[0]!.code}: ${errors[0]!.message}`);
        continue;
      }
      rejected++;
      if (errors.length === 0 && found.length > 0) warned++;
      if (found.length === 0) missed.push(`${file}:${line} ${what}: ${why}`);
    }
  }
  const share = (rejected - missed.length) / rejected;
  if (process.env.PLANTED) {
    console.log(
      `${files} files; ${rejected} mistakes that TensorFlow.js rejects, ${rejected - missed.length} found (${(share * 100).toFixed(1)} %), ${warned} of them by a warning`,
    );
    console.log(
      `missed:\n${missed.join("\n")}\nnot rejected by the model alone, and reported:\n${doubted.join("\n")}`,
    );
  }
  expect(rejected).toBeGreaterThan(20);
  expect(share, missed.join("\n")).toBeGreaterThanOrEqual(BAR);
});

test("a batch axis that is missing at predict is found", { timeout: 3_600_000 }, () => {
  const until = performance.now() + SECONDS * 1000;
  const missed: string[] = [];
  let rejected = 0;
  for (const file of sourcesIn(folder)) {
    if (performance.now() > until) break;
    const text = readFileSync(file, "utf8");
    if (!/\.compile\(/.test(text)) continue;
    const base = analyzed(file, text);
    const known = new Set(base.findings.map(({ code, message }) => `${code} ${message}`));
    for (const model of modelsOf(base)) {
      const shape = sizesOf(model.inputs[0]!.shape)?.slice(1);
      const compile = new RegExp(
        `^([ \\t]*)${model.variable ?? model.name}\\.compile\\([^;]*\\);$`,
        "m",
      ).exec(text);
      if (!compile || model.inputs.length !== 1 || !shape?.every((size) => size !== null)) continue;
      if (!failure(() => rebuilt(model, new Map(), shape))) continue;
      rejected++;
      const at = compile.index + compile[0].length;
      const name = model.variable ?? model.name;
      const call = `\n${compile[1]}${name}.predict(tf.zeros([${shape.join(", ")}]));`;
      const found = analyzed(file, text.slice(0, at) + call + text.slice(at)).findings.filter(
        ({ code, message }) => !known.has(`${code} ${message}`),
      );
      if (!found.some(({ code }) => code === "model-input")) missed.push(`${file}: ${name} takes ${shape}`);
    }
  }
  if (process.env.PLANTED) console.log(`${rejected} missing batches, missed:\n${missed.join("\n")}`);
  expect(rejected).toBeGreaterThan(0);
  expect(missed).toEqual([]);
});

const plantedIn = (mistakes: readonly Mistake[]) => new Map(mistakes.map(({ layer, args }) => [layer, args]));
