/** onnxruntime, either package: the session API is the same. */
import { onnxModel } from "./onnx-model.mjs";

export async function prepareOnnx(ort, sessionOptions, w, data) {
  const model = data.onnx ?? onnxModel(w, data);
  if (!model) return null;
  const session = await ort.InferenceSession.create(model, {
    graphOptimizationLevel: "all",
    ...sessionOptions,
  });
  const x = new ort.Tensor("float32", data.x, data.shapes.x);
  const [input, output] = [session.inputNames[0], session.outputNames[0]];
  let y;
  return {
    run: async () => {
      ({ [output]: y } = await session.run({ [input]: x }));
    },
    output: () => y.data,
    dispose: () => session.release(),
  };
}
