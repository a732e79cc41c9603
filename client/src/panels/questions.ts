/** What pages ask once: a cell taken apart, a timing, a file dialog. */
import {
  type Benchmark,
  type Cell,
  type ModelNode,
  type ModelWeight,
  type Refusal,
  requests,
  type TensorData,
} from "@convlens/server/protocol";
import type { CancellationToken } from "vscode";
import { isRefusal, type Session } from "../session/session.ts";
import { chooseSampleFile, fromBase64, npyOf, saveBytes } from "./files.ts";
import type { FromPage, Questions } from "./messages.ts";

type Question = Extract<FromPage<never>, { kind: "question" }>;

/** The answer to a page's question. */
export async function answerTo(
  question: Question,
  session: Session,
  token: CancellationToken,
): Promise<Questions[keyof Questions]["answer"] | Refusal> {
  switch (question.name) {
    case "explainCell":
      return session.ask<Cell>(requests.explainCell, question.params, token);
    case "modelNode":
      return session.ask<ModelNode>(requests.modelNode, question.params, token);
    case "modelWeight":
      return session.ask<ModelWeight>(requests.modelWeight, question.params, token);
    case "benchmark":
      return session.ask<Benchmark>(requests.benchmarkLayer, question.params, token);
    case "chooseSample":
      return (await chooseSampleFile()) ?? null;
    case "exportArray": {
      const { name, ...which } = question.params;
      const tensor = await session.ask<TensorData>(requests.tensor, which, token);
      return isRefusal(tensor) ? tensor : { saved: await saveBytes(name, npyOf(tensor)) };
    }
    case "save": {
      const { name, content, base64 } = question.params;
      const bytes = base64 ? fromBase64(content) : new TextEncoder().encode(content);
      return { saved: await saveBytes(name, bytes) };
    }
  }
}
