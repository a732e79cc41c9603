/** Each rule's page is true: its wrong example gives exactly this finding, its right one none. */
import { describe, expect, test } from "vitest";
import { rules, sourceOf } from "../../../server/src/rules/index.ts";
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
