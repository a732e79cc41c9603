/**
 * Runs a small program as a person would, on the real TensorFlow.js or on our engine.
 *
 *   await runSource('import * as tf from "@tensorflow/tfjs"; tf.zeros([2]).reshape([3]);')   // throws
 */
import * as tf from "@tensorflow/tfjs";
import { transform } from "esbuild";
import * as engine from "../../../engine/src/index.ts";

const LIBRARIES: Readonly<Record<string, unknown>> = { "@tensorflow/tfjs": tf, "@convlens/engine": engine };

export async function runSource(source: string): Promise<void> {
  const { code } = await transform(source, { loader: "ts", format: "esm", target: "es2022" });
  const body = code
    .replace(/^import \* as (\w+) from "([^"]+)";$/gm, 'const $1 = libraries["$2"];')
    .replace(/^import \{([^}]*)\} from "([^"]+)";$/gm, (_, names: string, library: string) => {
      const parts = names.replace(/\b(\w+) as (\w+)\b/g, "$1: $2");
      return `const {${parts}} = libraries["${library}"];`;
    })
    .replace(/^export \{[^}]*\};$/gm, "")
    .replace(/^export (?:default )?/gm, "");
  const run = Object.getPrototypeOf(runSource).constructor as new (
    ...source: string[]
  ) => (libraries: typeof LIBRARIES) => Promise<void>;
  await new run("libraries", body)(LIBRARIES);
}
