/** Editor features as text: what stands in the expectations of test/cases/ide. */
import {
  codeActions,
  codeLenses,
  completions,
  type DocumentSymbol,
  definition as definitionAt,
  documentSymbols,
  hover as hoverAt,
  inlayHints,
  signatureHelp,
} from "../../../server/src/ide/index.ts";
import { SourceText } from "../../../server/src/project/index.ts";
import type { Case, Feature } from "../../cases/markdown.ts";
import { memoryProject } from "../memory-project.ts";

const analysisOf = ({ files, file }: Case) => memoryProject(files).analyze(file);

/** The lines that have hints, the hints spliced in: "const y‹[1, 8]› = …". */
export const hints: Feature = (example) => {
  const { text } = example;
  const found = inlayHints(analysisOf(example), new SourceText(text));
  const spliced = [...found]
    .reverse()
    .reduce((rest, { offset, label }) => `${rest.slice(0, offset)}‹${label}›${rest.slice(offset)}`, text);
  return spliced
    .split("\n")
    .filter((line) => line.includes("‹"))
    .map((line) => line.trim())
    .join("\n");
};

/** The line of each target. */
export const definition: Feature = (example) => {
  const found = definitionAt(analysisOf(example), example.cursor!);
  return (found?.targets ?? [])
    .map(({ file, start, end }) => {
      const text = example.files[file]!;
      const place = file === example.file ? "" : `${file.replace("/project/", "")}: `;
      return `${place}${text.slice(text.lastIndexOf("\n", start) + 1, end).trim()}`;
    })
    .join("\n");
};

/** "Net: 224 params · …" for each lens. */
export const lens: Feature = (example) =>
  codeLenses(analysisOf(example))
    .map(({ model, facts, fails }) => `${model}: ${facts}${fails ? ` (fails at ${fails})` : ""}`)
    .join("\n");

/** The outline, indented. */
export const symbols: Feature = (example) => {
  const listed = (all: readonly DocumentSymbol[], indent: string): string[] =>
    all.flatMap(({ name, detail, children }) => [
      `${indent}${name}: ${detail}`,
      ...listed(children, `${indent}  `),
    ]);
  return listed(documentSymbols(analysisOf(example)), "").join("\n");
};

/** What features of calls look at. */
const callsOf = ({ files, file, text }: Case) => {
  const project = memoryProject(files);
  return { analysis: project.analyze(file), module: project.module(file)!, text };
};

export const completion: Feature = (example) =>
  completions(callsOf(example), example.cursor!)
    .map(({ name, detail }) => `${name}: ${detail}`)
    .join("\n");

/** The signature with the argument under the cursor in brackets. */
export const signature: Feature = (example) => {
  const found = signatureHelp(callsOf(example), example.cursor!);
  const active = found?.parameters[found.active]?.label;
  return active ? found.label.replace(active, `«${active}»`) : "";
};

/** Without the fences around its shapes. */
export const hover: Feature = (example) => {
  const found = hoverAt(analysisOf(example), example.cursor!);
  return [found?.head, found?.facts, found?.rest]
    .filter(Boolean)
    .join("\n--\n")
    .replace(/^```.*\n/gm, "");
};

/** The titles of what the light bulb offers at the cursor. */
export const actions: Feature = (example) => {
  const { files, file, cursor } = example;
  return codeActions(memoryProject(files), file, cursor!, cursor!)
    .map(({ title, preferred }) => (preferred ? `${title} (preferred)` : title))
    .join("\n");
};
