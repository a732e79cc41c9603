/** @tensorflow/tfjs-backend-wasm in its own layout (channels last), one thread: its threads do not start in Node. */
import { peer, peerPath } from "../peers.mjs";
import { product } from "../workloads.mjs";

const tf = await peer("@tensorflow/tfjs-core");
const wasm = await peer("@tensorflow/tfjs-backend-wasm");

export async function start() {
  wasm.setWasmPaths(`${peerPath("@tensorflow/tfjs-backend-wasm")}/dist/`);
  await tf.setBackend("wasm");
  await tf.ready();
}

export function prepare(w, { x, weights, bias, shapes }) {
  const depthwise = w.groups > 1 && w.groups === w.input[0] && w.outChannels === w.groups;
  if (w.kind !== "conv" || w.input.length !== 3 || (w.groups > 1 && !depthwise)) return null;
  const same = w.stride[0] === 1 && 2 * w.padding[0] === w.dilation[0] * (w.kernel[0] - 1);
  const around = [w.padding[0], w.padding[0]];
  const pad = w.padding[0] === 0 ? "valid" : same ? "same" : [[0, 0], around, around, [0, 0]];
  if (depthwise && Array.isArray(pad)) return null;
  const input = tf.tensor(channelsLast(x, shapes.x), [shapes.x[0], ...shapes.x.slice(2), shapes.x[1]]);
  const [out, perGroup] = shapes.weights;
  const taps = product(w.kernel);
  const transposed = new Float32Array(weights.length);
  for (const [i, value] of weights.entries()) {
    const [o, c, k] = [Math.floor(i / taps / perGroup), Math.floor(i / taps) % perGroup, i % taps];
    transposed[(k * perGroup + c) * out + o] = value;
  }
  const filter = tf.tensor(transposed, depthwise ? [...w.kernel, out, 1] : [...w.kernel, perGroup, out]);
  const operands = {
    x: input,
    filter,
    strides: w.stride,
    pad,
    dilations: w.dilation,
    bias: tf.tensor1d(bias),
  };
  const forward = depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
  let y;
  return {
    run() {
      y?.dispose();
      y = forward(operands);
    },
    output: async () => channelsFirst(await y.data(), shapes.y),
    dispose: () => tf.disposeVariables(),
  };
}

function channelsLast(values, [batch, channels, ...sizes]) {
  return permute(values, batch, channels, product(sizes));
}
function channelsFirst(values, [batch, channels, ...sizes]) {
  return permute(values, batch, product(sizes), channels);
}
/** [batch, a, b] → [batch, b, a] */
function permute(values, batch, a, b) {
  const result = new Float32Array(values.length);
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < a; i++)
      for (let j = 0; j < b; j++) result[(n * b + j) * a + i] = values[(n * a + i) * b + j];
  }
  return result;
}
