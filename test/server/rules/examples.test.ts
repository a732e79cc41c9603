/** Each rule's page is true: its wrong example gives exactly this finding, its right one none. */
import { describe, expect, test } from "vitest";
import { rules, sourceOf, tfjsTwins } from "../../../server/src/rules/index.ts";
import { analyzeText } from "../memory-project.ts";

describe("rules", () => {
  for (const rule of rules.filter(({ byRun }) => !byRun)) {
    test(rule.code, () => {
      const wrong = analyzeText(sourceOf(rule.wrong)).findings;
      expect(wrong.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
        `${rule.severity} ${rule.code}`,
      ]);
      expect(
        analyzeText(sourceOf(rule.right)).findings.filter(({ severity }) => severity !== "hint"),
      ).toEqual([]);
    });
  }
});

describe("the same in TensorFlow.js", () => {
  for (const [code, twin] of Object.entries(tfjsTwins))
    test(code, () => {
      const told = (text: string) =>
        analyzeText(text)
          .findings.filter(({ severity }) => severity === "error" || severity === "warning")
          .map((finding) => finding.code);
      expect(told(twin.wrong)).toEqual([code]);
      expect(told(twin.right)).toEqual([]);
    });
});
