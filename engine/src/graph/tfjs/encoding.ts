/** categoryEncoding: numbers of categories as vectors. https://js.tensorflow.org/api/latest/#layers.categoryEncoding */
import { ConvLensError } from "../../errors/convlens-error.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { provideLayer } from "./job.ts";

provideLayer(["categoryEncoding"], ({ args, inputs: [x] }) => {
  const depth = args.numTokens as number;
  const single = args.outputMode === "oneHot" && x!.shape.at(-1) !== 1;
  const rows = single ? [...x!.shape, 1] : x!.shape;
  if (rows.length > 2)
    throw new ConvLensError(
      `When outputMode is not int, maximum output rank is 2 Received outputMode ${String(args.outputMode)} and input shape ${x!.shape.join()} which would result in output rank ${rows.length}.`,
      "rank",
      "ValueError",
    );
  const each = rows.at(-1) ?? 1;
  const data = new Float32Array((x!.numel() / each) * depth);
  for (const [at, value] of x!.raw.entries()) {
    const token = Math.trunc(value);
    if (token < 0 || token >= depth)
      throw new ConvLensError(
        `Input values must be between 0 < values <= numTokens with numTokens=${depth}`,
        "index-range",
        "ValueError",
      );
    const cell = Math.floor(at / each) * depth + token;
    data[cell] = args.outputMode === "count" ? data[cell]! + 1 : 1;
  }
  return Tensor.wrap(data, [...rows.slice(0, -1), depth]);
});
