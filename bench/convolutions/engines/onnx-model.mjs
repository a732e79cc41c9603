/** An ONNX model of one layer, as the bytes of its protocol buffer. */
const text = new TextEncoder();

/** The model with input `x` and output `y`, or null for a layer that ONNX has no operator for. */
export function onnxModel(w, { weights, bias, shapes }) {
  if (w.kind === "unfold") return null;
  const attributes = [
    integers("strides", w.stride),
    integers("pads", [...w.padding, ...w.padding]),
    integers("dilations", w.dilation),
  ];
  const layer =
    w.kind === "fold"
      ? {
          node: node("Col2Im", ["x", "image", "block"], attributes),
          constants: [integerTensor("image", w.input.slice(1)), integerTensor("block", w.kernel)],
        }
      : {
          node: node(
            w.kind === "conv" ? "Conv" : "ConvTranspose",
            ["x", "w", "b"],
            [...attributes, integers("kernel_shape", w.kernel), integer("group", w.groups)],
          ),
          constants: [floatTensor("w", shapes.weights, weights), floatTensor("b", [w.outChannels], bias)],
        };
  const graph = concat(
    field(1, layer.node),
    field(2, "layer"),
    ...layer.constants.map((tensor) => field(5, tensor)),
    field(11, valueInfo("x", shapes.x)),
    field(12, valueInfo("y", shapes.y)),
  );
  const opset = concat(field(1, ""), number(2, 18));
  return concat(number(1, 8), field(8, opset), field(7, graph));
}

function node(operator, inputs, attributes) {
  return concat(
    ...inputs.map((name) => field(1, name)),
    field(2, "y"),
    field(4, operator),
    ...attributes.map((attribute) => field(5, attribute)),
  );
}
function integers(name, values) {
  return concat(field(1, name), ...values.map((value) => number(8, value)), number(20, 7));
}
function integer(name, value) {
  return concat(field(1, name), number(3, value), number(20, 2));
}
function floatTensor(name, sizes, values) {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return concat(...sizes.map((size) => number(1, size)), number(2, 1), field(8, name), field(9, raw));
}
function integerTensor(name, values) {
  const raw = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  return concat(number(1, values.length), number(2, 7), field(8, name), field(9, raw));
}
function valueInfo(name, sizes) {
  const shape = concat(...sizes.map((size) => field(1, number(1, size))));
  return concat(field(1, name), field(2, field(1, concat(number(1, 1), field(2, shape)))));
}

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return Uint8Array.from(bytes);
}
function number(id, value) {
  return concat(varint(id << 3), varint(value));
}
function field(id, content) {
  const bytes = typeof content === "string" ? text.encode(content) : content;
  return concat(varint((id << 3) | 2), varint(bytes.length), bytes);
}
function concat(...parts) {
  const result = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
