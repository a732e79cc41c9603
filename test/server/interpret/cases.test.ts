/** What the checker says, case by case, with the reasons: test/cases/checker. */
import { withExpectations } from "../../cases/expectations.ts";
import { testCases } from "../../cases/markdown.ts";
import { memoryProject } from "../memory-project.ts";

testCases(new URL("../../cases/checker/", import.meta.url), {
  ts: ({ files, file, text }) => withExpectations(text, memoryProject(files).analyze(file)),
  messages: ({ files, file }) =>
    memoryProject(files)
      .analyze(file)
      .findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)
      .join("\n"),
});
