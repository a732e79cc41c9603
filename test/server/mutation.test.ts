/**
 * One number of an example model changed: if that breaks the model there is exactly one finding, at the changed layer or
 * the one that consumes it, and every layer before and after still has a shape.
 */
import { readdirSync, readFileSync } from "node:fs";
import { isUnknown } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { analyzeText } from "./memory-project.ts";

const folder = new URL("../../examples/", import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith(".ts"));

/** Numbers in the constructors of layers that decide shapes, each replaced by a near one. */
function* mutants(text: string): Generator<{ text: string; at: number; what: string }> {
  for (const made of text.matchAll(/new nn\.(\w+)\(([^()]*)\)/g)) {
    for (const number of made[2]!.matchAll(/(?<![\w.])\d+(?![\w.])/g)) {
      const at = made.index + made[0].indexOf("(") + 1 + number.index;
      if (/(p|eps|Dropout|negativeSlope)\b/.test(made[1]!) || /Dropout|ReLU|ELU/.test(made[1]!)) continue;
      const value = Number(number[0]);
      yield {
        text: `${text.slice(0, at)}${value + 1}${text.slice(at + number[0].length)}`,
        at,
        what: `${made[0]} with ${value} → ${value + 1}`,
      };
    }
  }
}

describe("mutated models", () => {
  let failing = 0;
  for (const name of examples) {
    test(name, () => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const whole = analyzeText(text);
      for (const mutant of mutants(text)) {
        const { findings, applications, models } = analyzeText(mutant.text);
        const errors = findings.filter(({ severity }) => severity === "error");
        if (errors.length === 0) continue;
        failing++;
        // a helper that two models share breaks both: one finding each
        const broken = new Set(
          models
            .filter(({ applications: uses }) => uses.some(({ failed: fails }) => fails))
            .map(({ name: model, variable }) => variable ?? model),
        );
        expect(
          errors.length,
          `${mutant.what}: ${errors.map(({ code, message }) => `${code}: ${message}`).join("\n")}`,
        ).toBeLessThanOrEqual(Math.max(1, broken.size));
        expect(applications.length, mutant.what).toBe(whole.applications.length);
        const unknown = applications.filter(({ outputs }) =>
          outputs.some(({ shape }) => shape === null || shape.some(isUnknown)),
        );
        expect(
          unknown.map(({ op, name: layer }) => layer ?? op),
          mutant.what,
        ).toEqual([]);
      }
    });
  }

  test("break often enough to tell", () => {
    expect(failing).toBeGreaterThan(examples.length * 5);
  });
});
