/** `convlens bench`: how long each layer of a model takes on its own. */
import type { Command } from "commander";
import { labelOf } from "../../preview/graph.ts";
import { outputOf } from "../../preview/target.ts";
import { type RunOptions, runOptions, withPreviews } from "../models/run-options.ts";
import { command } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";
import { tableText } from "../terminal/table.ts";

export const benchCommand = (): Command =>
  command<RunOptions>(
    "bench",
    "how long each layer of a model takes: ms, GFLOP/s, algorithm",
    "Example:\n  convlens bench src/net.ts#Net --input 1,3,224,224",
    (made) => runOptions(made.argument("<file#model>", "a file, or one of its models")),
    ([target], options) =>
      withPreviews(target!, options, async ({ analysis, model }, previews, run) => {
        const lines: string[][] = [];
        const uses = model.applications.filter(({ layer, failed }) => layer && !failed);
        for (const use of uses) {
          const { plan, sample, source } = previews.prepare(analysis, [use], outputOf(use), run);
          const { algorithm, ms, gflops } = await previews.ask("benchmark", { plan, sample, source });
          lines.push([
            labelOf(use),
            use.op,
            ms.best.toFixed(3),
            ms.median.toFixed(3),
            gflops === undefined ? "--" : gflops.toFixed(1),
            algorithm,
          ]);
        }
        print(tableText(["Layer", "Type", "Best ms", "Median ms", "GFLOP/s", "Algorithm"], lines));
        return 0;
      }),
  );
