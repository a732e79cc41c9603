/** A whole model run once: times and statistics of its rows, and what comes out. Up to the failing layer where one fails. */
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import type { Application, Tensor } from "../facts/values.ts";
import { translated } from "../texts/index.ts";
import { NotRunnable } from "./plan.ts";
import { type Options, type Previews, sentenceOf } from "./previews.ts";
import type { ModelRun, Refusal, SummaryRow } from "./protocol.ts";
import { withoutFailures } from "./runnable-uses.ts";
import type { AskOptions } from "./service.ts";
import { outputOf } from "./target.ts";

export interface RowsAndRun {
  /** By the rows' ids. */
  readonly rows: ReadonlyMap<number, Pick<SummaryRow, "ms" | "stats">>;
  readonly run: ModelRun | Refusal;
}

export async function runModel(
  previews: Previews,
  analysis: Analysis,
  model: ModelFact,
  options: Options,
  asked: Pick<AskOptions, "signal" | "onProgress"> = {},
): Promise<RowsAndRun> {
  const { runnable, stopped } = withoutFailures(model);
  try {
    if (runnable.length === 0) throw new NotRunnable(stopped ?? "There is nothing to run.");
    const last = outputsOf(model, runnable);
    const meant = outputOf(last[0]!.use, last[0]!.output);
    const { plan, sample, planned, notes } = previews.prepare(analysis, runnable, meant, options);
    const outputs = last.map(({ use, output }) => planned.outputs.get(use)![output]!);
    const { ops, ...ran } = await previews.ask("model", { plan, sample, outputs }, asked);
    const rows = new Map(
      model.applications.flatMap((use, id) => {
        const [source] = planned.outputs.get(use) ?? [];
        return source && "op" in source ? [[id, ops[source.op]!] as const] : [];
      }),
    );
    return {
      rows,
      run: stopped === undefined ? { ...ran, sample, notes } : { refused: translated(stopped) },
    };
  } catch (error) {
    const refused = sentenceOf(error);
    if (refused === undefined) throw error;
    return { rows: new Map(), run: { refused: translated(refused) } };
  }
}

/** The model's outputs, or the last that could be run. */
function outputsOf(
  { outputs }: ModelFact,
  runnable: readonly Application[],
): { use: Application; output: number }[] {
  const own = outputs.flatMap(({ producer, outputIndex }: Tensor) =>
    producer && runnable.includes(producer) ? [{ use: producer, output: outputIndex ?? 0 }] : [],
  );
  return own.length > 0 ? own : [{ use: runnable.at(-1)!, output: 0 }];
}
