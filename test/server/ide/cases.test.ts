/** What the editor shows, case by case: test/cases/ide has a page for each feature, whose name is the export's. */
import { testCases } from "../../cases/markdown.ts";
import * as features from "./features.ts";

testCases(new URL("../../cases/ide/", import.meta.url), features);
