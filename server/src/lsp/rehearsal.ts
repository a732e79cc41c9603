/**
 * Before `initialize`, and between the answer to it and the first document, a client is busy with itself. In that time small models are looked
 * at, one of each way to write them: what the first document needs has been compiled by then, and run once.
 */
import type { Connection } from "vscode-languageserver";
import type { Analysis } from "../facts/analysis.ts";
import { inlayHints } from "../ide/inlay-hints.ts";
import { Project } from "../project/project.ts";
import { attempt } from "./guard.ts";

/** A client that is not busy has sent its document by then, which comes first. */
const IDLE_MS = 20;

const MODELS: Readonly<Record<string, string>> = {
  "/classes.ts": `import { F, nn, type Tensor } from "@convlens/engine";
class Net extends nn.Module {
  conv = new nn.Conv2d(3, 8, 3, { padding: 1 });
  norm = new nn.BatchNorm2d(8);
  head = new nn.Sequential(new nn.Linear(8 * 16 * 16, 32), new nn.ReLU(), new nn.Linear(31, 10));
  /** @shape x [N, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    const y = F.maxPool2d(F.relu(this.norm.forward(this.conv.forward(x))), 2);
    return this.head.forward(y.flatten(1));
  }
}
export const net = new Net();`,
  "/layers.ts": `import * as tf from "@tensorflow/tfjs";
const model = tf.sequential();
model.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: "relu" }));
model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 10 }));
const input = tf.input({ shape: [8] });
const output = tf.layers.dense({ units: 4 }).apply(input);
model.predict(tf.zeros([1, 28, 28, 3]));`,
};

/** The models, looked at by a project that has no other file. */
export function rehearsed(): Analysis[] {
  const project = new Project({ read: () => undefined, exists: () => false, isFolder: () => false });
  return Object.entries(MODELS).map(([file, text]) => {
    project.setOpen(file, text);
    const analysis = project.analyze(file);
    inlayHints(analysis, project.source(file)!);
    return analysis;
  });
}

/** Begins it, in a moment; returns what to call when a document is there. */
export function rehearse(connection: Connection): () => void {
  const timer = setTimeout(() => attempt(connection, "rehearsal", [], rehearsed), IDLE_MS);
  return () => clearTimeout(timer);
}
