/** Edits for what is fed to loaded models and read of their results. */
import { isList } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Span } from "../../facts/span.ts";
import type { Subject } from "../../facts/values.ts";
import { callOn, insert, type Read } from "./edit.ts";

const placeOf = ({ problem, argSpans }: Subject): Span | undefined =>
  problem.at !== "call" && "arg" in problem.at ? argSpans[problem.at.arg] : undefined;

/** A name that the model has, in place of one that it has not: a key, a member, a shorthand, a text. */
export function renamed(subject: Subject, read: Read): Fix[] {
  const { expected, received } = subject.problem;
  const span = placeOf(subject);
  const text = span && read(span);
  if (!span || text === undefined || typeof expected !== "string" || typeof received !== "string") return [];
  const title = `Use \`${expected}\``;
  const plain = /^[A-Za-z_$][\w$]*$/.test(expected);
  const edit = (newText: string, start = span.start): Fix[] => [
    { title, edits: [{ span: { ...span, start }, newText }] },
  ];
  if (/^(["'`]).*\1$/.test(text)) return edit(JSON.stringify(expected));
  if (text === received) {
    const behind = read({ file: span.file, start: span.end, end: span.end + 4 }) ?? "";
    const key = plain ? expected : JSON.stringify(expected);
    return edit(/^\s*:/.test(behind) ? key : `${key}: ${received}`);
  }
  const start = span.end - received.length;
  if (text.endsWith(`.${received}`))
    return plain ? edit(expected, start) : edit(`[${JSON.stringify(expected)}]`, start - 1);
  const access = new RegExp(`\\[\\s*(["'\`])${received.replace(/\W/g, "\\$&")}\\1\\s*\\]$`).exec(text);
  return access ? edit(`[${JSON.stringify(expected)}]`, span.start + access.index) : [];
}

/** The path of the file that lies there. */
export function otherPath(subject: Subject, read: Read): Fix[] {
  const { expected, received } = subject.problem;
  const span = placeOf(subject);
  const text = span && read(span);
  if (!span || typeof expected !== "string" || typeof received !== "string" || !text?.includes(received))
    return [];
  return [{ title: `Load ${expected}`, edits: [{ span, newText: text.replace(received, expected) }] }];
}

/** The batch in front, where it alone is missing. */
export function batchInFront(subject: Subject, read: Read): Fix[] {
  const { problem, inputs } = subject;
  const dialect = inputs[0]?.dialect ?? subject.dialect;
  const span = placeOf(subject);
  const shape = inputs[0]?.shape;
  if (!span || !shape || !problem.message.includes("the batch in front is missing")) return [];
  if (dialect === "tfjs") {
    return [callOn("Put the batch in front", span, ".expandDims(0)", read)];
  }
  if (dialect === "transformers") return [callOn("Put the batch in front", span, ".unsqueeze(0)", read)];
  if (!shape.every((size) => typeof size === "number")) return [];
  return [reshaped(span, `[1, ${shape.join(", ")}]`, read)];
}

/** A shorthand `{ x }` becomes `{ x: x.reshape(…) }`. */
function reshaped(span: Span, sizes: string, read: Read): Fix {
  const text = read(span) ?? "";
  const behind = read({ file: span.file, start: span.end, end: span.end + 4 }) ?? "";
  const before = read({ file: span.file, start: Math.max(0, span.start - 4), end: span.start }) ?? "";
  const shorthand = /[{,]\s*$/.test(before) && /^\s*[,}]/.test(behind) && /^[\w$]+$/.test(text);
  return shorthand
    ? insert(`Reshape to ${sizes}`, span, "after", `: ${text}.reshape(${sizes})`)
    : callOn(`Reshape to ${sizes}`, span, `.reshape(${sizes})`, read);
}

/** Channels moved to the other side, and the values with them. */
export function transposed(subject: Subject, read: Read): Fix[] {
  const { problem } = subject;
  const dialect = subject.inputs[0]?.dialect ?? subject.dialect;
  const span = placeOf(subject);
  const order = problem.expected;
  if (!span || !isList(order)) return [];
  const axes = order.join(", ");
  if (dialect === "tfjs") return [callOn(`Transpose to axes [${axes}]`, span, `.transpose([${axes}])`, read)];
  if (dialect === "transformers")
    return [callOn(`Transpose to axes [${axes}]`, span, `.permute(${axes})`, read)];
  return order.length === 4 ? channelsMoved(span, order[1] === 3, read) : [];
}

/** onnxruntime has no transposition: a function that moves the values is added below. */
function channelsMoved(span: Span, toFirst: boolean, read: Read): Fix[] {
  const { file } = span;
  const source = read({ file, start: 0, end: Number.MAX_SAFE_INTEGER }) ?? "";
  const name = toFirst ? "channelsFirst" : "channelsLast";
  const [, owner = ""] = /new\s+([\w$]+\.)?Tensor\b/.exec(source) ?? [];
  const typed = /\.[cm]?tsx?$/.test(file);
  const from = toFirst ? "[n, h, w, c]" : "[n, c, h, w]";
  const to = toFirst ? "[n, c, h, w]" : "[n, h, w, c]";
  const index = toFirst
    ? "Math.floor(i / (c * h * w)) * c * h * w + (i % (h * w)) * c + (Math.floor(i / (h * w)) % c)"
    : "Math.floor(i / (c * h * w)) * c * h * w + (i % c) * h * w + (Math.floor(i / c) % (h * w))";
  const helper = `
/** ${from.toUpperCase()} to ${to.toUpperCase()}, values and all. */
function ${name}(image${typed ? `: ${owner}Tensor` : ""})${typed ? `: ${owner}Tensor` : ""} {
  const ${from} = image.dims;
  const data = image.data${typed ? " as Float32Array" : ""};
  return new ${owner}Tensor("float32", Float32Array.from(data, (_, i) => data[${index}]${typed ? "!" : ""}), ${to});
}
`;
  const text = read(span) ?? "";
  const behind = read({ file, start: span.end, end: span.end + 4 }) ?? "";
  const before = read({ file, start: Math.max(0, span.start - 4), end: span.start }) ?? "";
  const shorthand = /[{,]\s*$/.test(before) && /^\s*[,}]/.test(behind) && /^[\w$]+$/.test(text);
  const end = source.length;
  return [
    {
      title: `Move the channels with ${name}()`,
      edits: [
        { span, newText: shorthand ? `${text}: ${name}(${text})` : `${name}(${text})` },
        ...(source.includes(`function ${name}(`)
          ? []
          : [{ span: { file, start: end, end }, newText: helper }]),
      ],
    },
  ];
}

/** Element types that TensorFlow.js converts with a method. */
export function converted(subject: Subject, read: Read): Fix[] {
  const span = placeOf(subject);
  const method =
    subject.problem.expected === "int32"
      ? ".toInt()"
      : subject.problem.expected === "float32"
        ? ".toFloat()"
        : undefined;
  if (!span || !method || subject.dialect !== "tfjs") return [];
  return [callOn(`Convert with ${method}`, span, method, read)];
}

/** Another typed array of the same values. */
export function otherArray(subject: Subject, read: Read): Fix[] {
  const { expected, received } = subject.problem;
  const span = placeOf(subject);
  const text = span && read(span);
  if (!span || text === undefined || typeof expected !== "string" || typeof received !== "string") return [];
  if (expected.startsWith("Big") !== received.startsWith("Big")) return [];
  if (/^(["'`]).*\1$/.test(text))
    return [{ title: `Use "${expected}"`, edits: [{ span, newText: JSON.stringify(expected) }] }];
  const [made] = new RegExp(`^(new )?${received}(?=[.(])`).exec(text) ?? [];
  if (made === undefined) return [];
  return [
    {
      title: `Use a ${expected}`,
      edits: [
        { span: { ...span, end: span.start + made.length }, newText: made.replace(received, expected) },
      ],
    },
  ];
}

/** Ask for the outputs that are tensors. */
export function tensorsOnly(subject: Subject, read: Read): Fix[] {
  const { problem, span } = subject;
  const text = read(span);
  if (!isList(problem.expected) || !text?.endsWith(")") || problem.expected.length === 0) return [];
  const names = `[${(problem.expected as readonly unknown[]).map((name) => JSON.stringify(name)).join(", ")}]`;
  const at = { file: span.file, start: span.end - 1, end: span.end - 1 };
  return [{ title: `Ask for ${names} alone`, edits: [{ span: at, newText: `, ${names}` }] }];
}
