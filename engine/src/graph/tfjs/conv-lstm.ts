/** convLstm2d: an LSTM whose products are convolutions. https://js.tensorflow.org/api/latest/#layers.convLstm2d */

import { flagOf } from "../../specs/arguments.ts";
import { zeros } from "../../tensor/create.ts";
import { callFunction } from "../../tensor/function.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { activate } from "./activation.ts";
import { convolve, settingsOf } from "./conv.ts";
import { provideLayer } from "./job.ts";

provideLayer(["convLstm2d"], ({ args, inputs: [x, ...first], weights }) => {
  const settings = settingsOf(args, 2);
  const [batch, time, ...frame] = x!.shape as [number, number, ...number[]];
  const gate = (z: Tensor): Tensor => activate(z, args.recurrentActivation, "hardSigmoid");
  const act = (z: Tensor): Tensor => activate(z, args.activation, "tanh");
  const channels = settings.first ? 1 : 3;
  // what the frames alone give, for all steps at once
  const frames = convolve(x!.reshape([batch * time, ...frame]), weights.kernel!, weights.bias, settings);
  const driven = frames.reshape([batch, time, ...frames.shape.slice(1)]);
  const stateShape = [batch, ...frames.shape.slice(1)].map((size, axis) =>
    axis === channels ? size / 4 : size,
  );
  const recurrent = { ...settings, strides: [1, 1], dilation: [1, 1], pad: "same" };
  let [h, c] = (first.length > 0 ? first : [zeros(stateShape), zeros(stateShape)]) as [Tensor, Tensor];
  const outputs: Tensor[] = [];
  for (let at = 0; at < time; at++) {
    const gates = driven
      .select(1, flagOf(args.goBackwards) ? time - 1 - at : at)
      .add(convolve(h, weights.recurrent_kernel!, undefined, recurrent));
    const [input, forget, candidate, output] = gates.chunk(4, channels) as [Tensor, Tensor, Tensor, Tensor];
    c = gate(forget)
      .mul(c)
      .add(gate(input).mul(act(candidate)));
    h = gate(output).mul(act(c));
    if (flagOf(args.returnSequences)) outputs.push(h);
  }
  const result = flagOf(args.returnSequences) ? callFunction("stack", outputs, { dim: 1 })[0]! : h;
  return flagOf(args.returnState) ? [result, h, c] : [result];
});
