/** Previews of sources in memory: the worker's code in this thread, behind the same service. */
import { readFileSync } from "node:fs";
import type { Analysis, Application } from "@convlens/server";
import type { Ask, Files, Told } from "../../../server/src/preview/index.ts";
import {
  type Channel,
  Executor,
  type Options,
  outputOf,
  PreviewService,
  Previews,
  Worker,
} from "../../../server/src/preview/index.ts";
import { Workspace } from "../../../server/src/project/index.ts";
import { analyzeText } from "../memory-project.ts";

export const PICTURE = new URL("../../../media/samples/lake.png", import.meta.url).pathname;

export function memoryFiles(contents: Readonly<Record<string, Uint8Array>>): Files {
  const all = { [PICTURE]: new Uint8Array(readFileSync(PICTURE)), ...contents };
  return {
    stamp: (path) => (path in all ? String(all[path]!.length) : undefined),
    size: (path) => all[path]?.length,
    real: (path) => path,
    read: (path) => all[path]!,
  };
}

export interface Harness {
  readonly analysis: Analysis;
  readonly previews: Previews;
  readonly log: string[];
  /** The use of a layer by its name, or of a function. */
  use(name: string): Application;
  values(name: string, options?: Options): Promise<{ shape: readonly number[]; data: Float32Array }>;
}

export function harness(
  text: string,
  contents: Readonly<Record<string, Uint8Array>> = {},
  folders: readonly string[] = ["/"],
  budgets: { readonly weightBytes?: number; readonly activationBytes?: number } = {},
): Harness {
  const analysis = analyzeText(text, "/model.ts");
  const log: string[] = [];
  const service = new PreviewService(
    () =>
      channelTo(
        new Worker(new Executor({ files: memoryFiles(contents), picture: PICTURE, ...budgets }), 1, (m) =>
          log.push(m),
        ),
      ),
    (message) => log.push(message),
  );
  const previews = new Previews(service, () => text, new Workspace(() => folders));
  const use = (name: string): Application => {
    const found = analysis.applications.find((one) => name === (one.path ?? one.name ?? one.op));
    if (!found)
      throw new Error(`no use of ${name} in ${analysis.applications.map((one) => one.path ?? one.op)}`);
    return found;
  };
  const values: Harness["values"] = (name, options = {}) => {
    const { plan, sample, source } = previews.prepare(analysis, [use(name)], outputOf(use(name)), options);
    return previews.ask("values", { plan, sample, source });
  };
  return { analysis, previews, log, use, values };
}

/** Answers in a later turn, as a thread would; plans and answers go through a structured clone. */
function channelTo(worker: Pick<Worker, "do">): Channel {
  const listeners: ((told: Told) => void)[] = [];
  const tell = (told: Told): void => {
    for (const listener of listeners) listener(structuredClone(told));
  };
  return {
    send(ask: Ask) {
      const { id, kind, job } = structuredClone(ask);
      setImmediate(() => {
        try {
          tell({ kind: "answer", id, answer: worker.do(kind, job, () => false) });
        } catch (error) {
          const expected = !(error instanceof TypeError || error instanceof ReferenceError);
          tell({ kind: "error", id, message: (error as Error).message, expected });
        }
      });
    },
    onTold: (listener) => void listeners.push(listener),
    onLost: () => {},
    end: () => {},
  };
}

/** A class with one layer that is all of its forward. */
export const oneLayer = (layer: string, args: unknown, shape: readonly number[], call = ""): string =>
  `import { nn, type Tensor } from "@convlens/engine";

export class Net extends nn.Module {
  layer = new nn.${layer}(${JSON.stringify(args)});

  /** @shape x [${shape.join(", ")}] */
  forward(x: Tensor): Tensor {
    return this.layer.forward(x${call});
  }
}
`;
