/** A row that the embedding does not have. */
import { lastRow } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const embeddingIndex: Rule = {
  code: "embedding-index",
  severity: "error",
  title: "A row that the embedding does not have",
  explain: "Indices and `paddingIdx` are rows of the table: 0 to `numEmbeddings − 1`.",
  wrong: layer("[4]", "Embedding(6, 4, { paddingIdx: 6 })"),
  right: layer("[4]", "Embedding(6, 4, { paddingIdx: 5 })"),
  fixes: lastRow,
  outputStands: true,
};
