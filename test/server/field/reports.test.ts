/**
 * Public bug reports as small programs, each with its corrected twin: what the framework refused is found, what it ran is
 * silent, and every fix that is offered runs on the real library.
 */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { applyEdits, checkedFixes } from "../../../server/src/ide/index.ts";
import { goldenJson } from "../../golden/golden.ts";
import { memoryProject } from "../memory-project.ts";
import { runSource } from "./run-source.ts";

interface Report {
  readonly id: string;
  readonly description: string;
  readonly buggySource: string;
  readonly fixedSource: string;
  readonly codes: readonly string[];
  /** What the framework said of the program with the bug. */
  readonly verdict: string;
}

const file = "/project/main.ts";
const reports = goldenJson<Report[]>("field/reports.json");

/** Errors and warnings; what is only hinted at is no finding here. */
const findingsOf = (source: string) =>
  memoryProject({ [file]: source })
    .analyze(file)
    .findings.filter(({ severity }) => severity === "error" || severity === "warning");

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(reports)("$id $description", ({ buggySource, fixedSource, codes, verdict }) => {
  test("is found", () => {
    expect(codes.some((code) => findingsOf(buggySource).some((finding) => finding.code === code))).toBe(true);
  });

  test("is silent once it is mended", () => {
    expect(findingsOf(fixedSource)).toEqual([]);
  });

  test("each fix runs", async () => {
    const project = memoryProject({ [file]: buggySource });
    const errors = findingsOf(buggySource).filter(({ severity }) => severity === "error");
    if (errors.length !== 1 || verdict.startsWith("runs")) return; // one fix alone does not make it run
    for (const { edits, title } of checkedFixes(project, file, errors[0]!))
      await expect(runSource(applyEdits(buggySource, edits)), title).resolves.toBeUndefined();
  });
});
