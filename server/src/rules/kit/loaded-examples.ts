/**
 * Short forms of the examples on a rule's page: programs that load models.
 *
 *   session("x: float32[N, 4]", "{ x }")        // a session with these inputs, run on these feeds
 */
export const ort = (...lines: readonly string[]): string =>
  `import * as ort from "onnxruntime-web";\n\n${lines.join("\n")}\n`;

export { tfjs } from "./tfjs-examples.ts";

export const session = (inputs: string, feeds: string): string =>
  ort(
    `// @inputs ${inputs}`,
    'const session = await ort.InferenceSession.create("https://example.com/model.onnx");',
    `await session.run(${feeds});`,
  );
