// Is somebody speaking? Window after window of sound, with the state of one carried on to the next.
import * as path from "node:path";
import * as ort from "onnxruntime-node";

const WINDOW = 512;
const RATE = 16_000;

export async function speech(sound: Float32Array): Promise<number[]> {
  const session = await ort.InferenceSession.create(path.join(__dirname, "public/models/vad.onnx"));
  const sr = new ort.Tensor("int64", BigInt64Array.from([BigInt(RATE)]), []);
  let state = new ort.Tensor("float32", new Float32Array(2 * 1 * 16), [2, 1, 16]);
  const shares: number[] = [];
  for (let start = 0; start + WINDOW <= sound.length; start += WINDOW) {
    const input = new ort.Tensor("float32", sound.slice(start, start + WINDOW), [1, WINDOW]);
    const { output, stateN } = await session.run({ input, state, sr });
    shares.push((output!.data as Float32Array)[0]!);
    state = stateN as ort.TypedTensor<"float32">;
  }
  return shares;
}
