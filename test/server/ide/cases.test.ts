/** What the editor shows, case by case: test/cases/ide has a page for each feature. */
import { testCases } from "../../cases/markdown.ts";
import * as features from "./features.ts";

testCases(new URL("../../cases/ide/", import.meta.url), {
  hints: features.hints,
  definition: features.definition,
  lens: features.lens,
  symbols: features.symbols,
  completion: features.completion,
  signature: features.signature,
  hover: features.hover,
  actions: features.actions,
});
