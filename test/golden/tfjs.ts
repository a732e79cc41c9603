/** The golden cases of TensorFlow.js's layers. */
import { goldenJson } from "./golden.ts";

export type Config = Record<string, unknown>;
interface Case {
  readonly id: string;
  readonly tag: string;
  readonly output?: unknown;
  readonly params?: number;
  readonly runtime?: { readonly error?: unknown; readonly mismatch?: boolean };
}
export interface LayerCase extends Case {
  readonly group: "layer";
  readonly layer: string;
  readonly config?: Config;
  readonly inputShapes: (number | null)[][];
  readonly dtype?: string;
  readonly error?: { readonly phase: string; readonly message: string };
}
export interface SequentialCase extends Case {
  readonly group: "sequential";
  readonly layers: [string, Config][];
  readonly shapes: unknown[];
  readonly error?: { readonly phase: string; readonly message: string; readonly index: number };
}

const tfjsCases = (): (LayerCase | SequentialCase)[] => goldenJson<{ cases: (LayerCase | SequentialCase)[] }>("tfjs/layers.json").cases;

/** TensorFlow.js builds it, and it fails or computes another shape when it runs: a report is welcome, not demanded. */
export const isSilent = ({ runtime }: Case): boolean => runtime?.error !== undefined || runtime?.mismatch === true;

/** Cases by layer; stacks under "sequential". */
export function byLayer(): Map<string, (LayerCase | SequentialCase)[]> {
  const groups = new Map<string, (LayerCase | SequentialCase)[]>();
  for (const golden of tfjsCases()) {
    const name = golden.group === "sequential" ? "sequential" : golden.layer;
    groups.set(name, [...(groups.get(name) ?? []), golden]);
  }
  return groups;
}
