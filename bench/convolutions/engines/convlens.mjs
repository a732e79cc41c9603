/** The engine through its public API, as built in engine/dist. */
import { nn, setThreads, Tensor, tidy } from "../../../engine/dist/index.js";

export function start({ threads }) {
  setThreads(threads);
}

/** A layer, or a whole model that comes with its data. */
export function prepare(w, { x, weights, bias, shapes, model }) {
  const layer = (model ?? layerOf(w)).eval();
  if (weights) {
    layer.loadStateDict({
      weight: Tensor.from(weights, shapes.weights),
      bias: Tensor.from(bias, [w.outChannels]),
    });
  }
  const input = Tensor.from(x, shapes.x);
  let output;
  return {
    run() {
      output?.dispose();
      output = tidy(() => layer.forward(input));
    },
    output: () => output.data,
    dispose() {
      output?.dispose();
      input.dispose();
    },
  };
}

function layerOf({ kind, input, outChannels, kernel, stride, padding, dilation, groups }) {
  const [channels, ...sizes] = input;
  const options = { stride, padding, dilation };
  if (kind === "unfold") return new nn.Unfold(kernel, options);
  if (kind === "fold") return new nn.Fold(sizes, kernel, options);
  const name = `${kind === "transposed" ? "ConvTranspose" : "Conv"}${sizes.length}d`;
  return new nn[name](channels, outChannels, kernel, { ...options, groups });
}
