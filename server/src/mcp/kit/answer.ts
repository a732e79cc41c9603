/** What a tool gives back: text that is never longer than an assistant wants to read, and why it failed in one sentence. */
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { UsageError } from "../../cli/terminal/usage-error.ts";
import { InputError } from "../../ide/model-table.ts";
import { sentenceOf } from "../../preview/previews.ts";
import { ToolError } from "./warm.ts";

/** Characters; about a tenth as many words. */
const LONGEST = 20_000;

/** Annotations of every tool here. */
export const READ_ONLY = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

export const text = (value: string): CallToolResult["content"][number] => ({
  type: "text",
  text:
    value.length <= LONGEST
      ? value
      : `${value.slice(0, LONGEST)}\n… cut after ${LONGEST} of ${value.length} characters; ask for less.`,
});

export async function answer(
  work: () => CallToolResult["content"] | Promise<CallToolResult["content"]>,
): Promise<CallToolResult> {
  try {
    return { content: await work() };
  } catch (error) {
    const expected =
      error instanceof ToolError || error instanceof UsageError || error instanceof InputError
        ? error.message
        : sentenceOf(error);
    if (expected === undefined) throw error;
    return { content: [text(expected)], isError: true };
  }
}
