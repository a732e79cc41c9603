// An agent that learns by playing (Mnih et al., 2015): the network that acts, and a slow copy that judges.
import * as tf from "@tensorflow/tfjs";

export interface Board {
  readonly height: number;
  readonly width: number;
  readonly frames: number;
}

export class Agent {
  readonly online: tf.Sequential;
  readonly target: tf.Sequential;
  private readonly actions: number;

  constructor(board: Board, actions = 4) {
    this.actions = actions;
    this.online = this.createNetwork(board);
    this.target = this.createNetwork(board);
    this.target.trainable = false;
  }

  private createNetwork({ height, width, frames }: Board): tf.Sequential {
    const network = tf.sequential();
    network.add(
      tf.layers.conv2d({
        filters: 32,
        kernelSize: 3,
        activation: "relu",
        inputShape: [height, width, frames],
      }),
    );
    network.add(tf.layers.batchNormalization());
    network.add(tf.layers.conv2d({ filters: 64, kernelSize: 3, strides: 2, activation: "relu" }));
    network.add(tf.layers.flatten());
    network.add(tf.layers.dense({ units: 100, activation: "relu" }));
    network.add(tf.layers.dense({ units: this.actions }));
    return network;
  }

  /** How good each action is, for a batch of states. */
  values(states: tf.Tensor4D): tf.Tensor {
    return this.online.predict(states) as tf.Tensor;
  }
}

export const agent = new Agent({ height: 9, width: 9, frames: 2 });
export const best = tf.tidy(() => agent.values(tf.zeros([1, 9, 9, 2])).argMax(-1));
