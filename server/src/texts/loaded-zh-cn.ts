/** What is said of loaded models and their files, in Simplified Chinese; as in `findings-zh-cn.ts`. */
const sentences: readonly (readonly [english: string, chinese: string])[] = [
  // the file
  ["There is no file {0}; {1} lies in its place.", "没有文件 {0}；该处只有 {1}。"],
  [
    "There is no model {0} among the local ones; {1} lies in its place.",
    "本地模型中没有 {0}；该处只有 {1}。",
  ],
  [
    'There is no file {0} in {1}, which dtype "{2}" asks for; it has {3}.',
    '{1} 中没有 dtype "{2}" 所需的文件 {0}；其中有 {3}。',
  ],
  [
    "{0} is an HTML page, not a model: what a server sends for a file that it has not.",
    "{0} 是 HTML 网页而不是模型：服务器找不到文件时会返回这样的网页。",
  ],
  [
    "{0} is a pointer of Git LFS; `git lfs pull` brings the file itself.",
    "{0} 是 Git LFS 指针；运行 `git lfs pull` 可取得文件本身。",
  ],
  [
    "{0} is a zip archive, as PyTorch's .pt and Keras's .keras files are, not a model for JavaScript.",
    "{0} 是 zip 压缩包（PyTorch 的 .pt 和 Keras 的 .keras 都是），不是 JavaScript 可用的模型。",
  ],
  ["{0} is empty.", "{0} 为空。"],
  ["{0} is a graph model; tf.loadGraphModel loads it.", "{0} 是 graph 模型；应使用 tf.loadGraphModel 加载。"],
  [
    "{0} is a layers model; tf.loadLayersModel loads it.",
    "{0} 是 layers 模型；应使用 tf.loadLayersModel 加载。",
  ],
  ["{0} is {1}, not an ONNX model.", "{0} 是{1}，不是 ONNX 模型。"],
  ["{0} is {1}, not a model of TensorFlow.js.", "{0} 是{1}，不是 TensorFlow.js 模型。"],
  [
    "{0} was saved by Keras 3, whose input layers TensorFlow.js does not understand; save it with tf_keras (Keras 2) and convert it again.",
    "{0} 由 Keras 3 保存，TensorFlow.js 不认识它的输入层；请用 tf_keras（Keras 2）保存后重新转换。",
  ],
  ["{0} keeps its weights in {1}, which is not beside it.", "{0} 的权重在 {1} 中，而该文件不在旁边。"],
  [
    "{0} keeps its weights in {1} and {2} more, which are not here.",
    "{0} 的权重在 {1} 等文件中（另有 {2} 个），这些文件不在此处。",
  ],
  ["{0} keeps its weights in {1}, which is not here.", "{0} 的权重在 {1} 中，而该文件不在此处。"],
  [
    "{0} keeps its weights in {1}: name it in the option externalData.",
    "{0} 的权重在 {1} 中：请在选项 externalData 中指明。",
  ],
  [
    "{0} needs {1} bytes of weights, and its shards have {2}.",
    "{0} 需要 {1} 字节的权重，而各分片共有 {2} 字节。",
  ],
  ["{0} cannot be read: {1}.", "无法读取 {0}：{1}。"],
  ["{0} has no layer {1}, but {2}.", "{0} 没有层 {1}，只有 {2}。"],
  // a feed
  [
    "{0} takes an object with a tensor for each input name, receives {1}.",
    "{0} 需要一个对象，每个输入名对应一个张量，实际收到{1}。",
  ],
  [
    "{0} takes {1} on axis {2}, receives {3}: the runtime does not check the batch.",
    "{0} 的第 {2} 轴需要 {1}，实际收到 {3}：运行时不检查批次。",
  ],
  [
    "{0} takes {1} on axis {2}, receives {3}; it is a constant of the model, and the feed is ignored.",
    "{0} 的第 {2} 轴需要 {1}，实际收到 {3}；它是模型中的常量，此输入会被忽略。",
  ],
  [
    "{0} takes {1} on axis {2}, receives {3}; it is a constant of the model, and the feed is refused.",
    "{0} 的第 {2} 轴需要 {1}，实际收到 {3}；它是模型中的常量，此输入会被拒绝。",
  ],
  ["{0} is a constant of the model: the feed is {1}.", "{0} 是模型中的常量：此输入会被{1}。"],
  ["{0} takes {1} on axis {2}, receives {3}; {4}.", "{0} 的第 {2} 轴需要 {1}，实际收到 {3}；{4}。"],
  ["{0} takes {1} on axis {2}, receives {3}.", "{0} 的第 {2} 轴需要 {1}，实际收到 {3}。"],
  [
    "{0} takes the channels first, receives {1}: transpose the data to {2} with axes {3}.",
    "{0} 要求通道在前，实际收到 {1}：请按轴 {3} 将数据转置为 {2}。",
  ],
  [
    "{0} takes the channels last, receives {1}: transpose the data to {2} with axes {3}.",
    "{0} 要求通道在最后，实际收到 {1}：请按轴 {3} 将数据转置为 {2}。",
  ],
  [
    "{0} takes {1} axes, receives {2} with 1 axis, which counts as {3}: the batch in front is missing.",
    "{0} 需要 {1} 个轴，实际收到 1 个轴的 {2}，会被当作 {3}：前面缺少批次。",
  ],
  [
    "{0} takes {1} axes, receives {2} with {3}: the batch in front is missing.",
    "{0} 需要 {1} 个轴，实际收到 {2}（{3}）：前面缺少批次。",
  ],
  [
    "{0} takes {1}, receives {2} with {3}: the runtime accepts it and computes with another shape.",
    "{0} 需要{1}，实际收到 {2}（{3}）：运行时不会报错，而以另一形状计算。",
  ],
  ["{0} takes no axes, receives {1} with {2}.", "{0} 没有轴，实际收到 {1}（{2}）。"],
  ["{0} takes 1 axis, receives {1} with {2}.", "{0} 需要 1 个轴，实际收到 {1}（{2}）。"],
  ["{0} takes {1} axes, receives {2} with {3}.", "{0} 需要 {1} 个轴，实际收到 {2}（{3}）。"],
  [
    "{0} takes as many as {1} for {2}: {3} there, {4} here.",
    "{0} 的 {2} 应与 {1} 相同：那里是 {3}，这里是 {4}。",
  ],
  ["{0} takes a tensor, receives {1}.", "{0} 需要张量，实际收到{1}。"],
  [
    "{0} takes a list of {1} tensors, {2}, receives {3}.",
    "{0} 需要 {1} 个张量的列表（{2}），实际收到 {3} 个。",
  ],
  ["{0} takes {1} tensors, {2}, receives {3}.", "{0} 需要 {1} 个张量（{2}），实际收到 {3} 个。"],
  ["{0} takes one tensor, receives {1}.", "{0} 需要一个张量，实际收到 {1} 个。"],
  ["{0} is not fed; {1} is no input.", "{0} 没有得到输入；{1} 不是输入。"],
  ["{0} needs {1}, which is not fed.", "{0} 需要 {1}，但没有输入它。"],
  ["{0} needs {1}, which are not fed.", "{0} 需要 {1}，但没有输入它们。"],
  ["{0} has no input {1}, but {2}: the feed is ignored.", "{0} 没有输入 {1}，只有 {2}：此输入会被忽略。"],
  ["{0} has no input {1}, but {2}.", "{0} 没有输入 {1}，只有 {2}。"],
  [
    "{0} receives {1} examples, `{2}` {3}: the rest is dropped without a word.",
    "{0} 收到 {1} 个样本，`{2}` 收到 {3} 个：其余的会被悄悄丢弃。",
  ],
  ["{0} receives {1} examples, `{2}` {3}.", "{0} 收到 {1} 个样本，`{2}` 收到 {3} 个。"],
  [
    "{0} takes a batch, and receives one example without its batch axis: it takes {1} and receives {2}.",
    "{0} 需要一个批次，实际收到没有批次轴的单个样本：需要 {1}，实际收到 {2}。",
  ],
  [
    "{0} takes batches, and the dataset gives one plain {1} at a time: call batch(…) on it.",
    "{0} 需要批次，而数据集每次只给出一个{1}：请调用它的 batch(…)。",
  ],
  [
    "{0} takes inputs with {1} axes, batch included, not {2}: it takes {3} and receives {4}.",
    "{0} 的输入需要 {1} 个轴（含批次），而不是 {2} 个：需要 {3}，实际收到 {4}。",
  ],
  // a result
  ["{0} was not asked for its output {1}.", "没有要求 {0} 给出输出 {1}。"],
  ["{0} has no output {1}, but {2}.", "{0} 没有输出 {1}，只有 {2}。"],
  [
    "{0} gives {1} as a {2}, which JavaScript cannot hold; ask for {3} alone: {4}.",
    "{0} 以 {2} 给出 {1}，JavaScript 无法存放；请只要求 {3}：{4}。",
  ],
  ["{0} gives {1} as a {2}, which JavaScript cannot hold.", "{0} 以 {2} 给出 {1}，JavaScript 无法存放。"],
  [
    "{0} gives a list of {1} tensors, and the list has no {2}: take one out of it.",
    "{0} 给出 {1} 个张量的列表，列表没有 {2}：请从中取出一个。",
  ],
  ["{0} gives one tensor and no list that can be taken apart.", "{0} 给出一个张量，而不是可以解构的列表。"],
  [
    "{0} gives one tensor and no list: {1} of it is undefined.",
    "{0} 给出一个张量，而不是列表：{1} 是 undefined。",
  ],
  [
    "{0} gives a list of {1} tensors: {2} of it is undefined.",
    "{0} 给出 {1} 个张量的列表：{2} 是 undefined。",
  ],
  ["{0} has one {1}, {2}: {3} is undefined.", "{0} 只有一个 {1}（{2}）：{3} 是 undefined。"],
  ["{0} has {1} inputs, {2}: {3} is undefined.", "{0} 有 {1} 个输入（{2}）：{3} 是 undefined。"],
  ["{0} has {1} outputs, {2}: {3} is undefined.", "{0} 有 {1} 个输出（{2}）：{3} 是 undefined。"],
  ["{0} has one {1}: {2} is undefined.", "{0} 只有一个 {1}：{2} 是 undefined。"],
  ["{0} has {1} inputs: {2} is undefined.", "{0} 有 {1} 个输入：{2} 是 undefined。"],
  ["{0} has {1} outputs: {2} is undefined.", "{0} 有 {1} 个输出：{2} 是 undefined。"],
  [
    "{0} gives an object with {1}, and no list that can be taken apart.",
    "{0} 给出含有 {1} 的对象，而不是可以解构的列表。",
  ],
  ["{0} takes a list of output names, receives a text.", "{0} 需要输出名称的列表，实际收到文本。"],
  ["{0} takes a list of output names, receives an empty one.", "{0} 需要输出名称的列表，实际收到空列表。"],
  // inside of the graph
  [
    "{0} computes nothing of this: its {1}, and the runtime accepts it.",
    "{0} 对此什么也算不出：其中的 {1}，而运行时不会报错。",
  ],
  ["{0} cannot run on this: its {1}.", "{0} 无法处理此输入：其中的 {1}。"],
  ["{0} cannot run on this input: its {1}.", "{0} 无法处理此输入：其中的 {1}。"],
  // a tensor of a runtime
  ["{0} takes no size below 0, receives {1} on axis {2}.", "{0} 的尺寸不能小于 0，但第 {2} 轴为 {1}。"],
  [
    "{0} holds {1} in a {2}, receives bare bytes, the {3}.",
    "{0} 的 {1} 存放在 {2} 中，实际收到的是裸字节（{3}）。",
  ],
  [
    "{0} takes the sizes in one list, receives a list within it on axis {1}.",
    "{0} 的各个尺寸应放在同一个列表中，实际收到的列表在第 {1} 轴处还嵌套了一个列表。",
  ],
  ["{0} holds texts in a plain list.", "{0} 的文本应放在普通列表中。"],
  ["{0} holds texts, receives {1}.", "{0} 存放文本，实际收到 {1}。"],
  ["{0} is a class: make one with new.", "{0} 是类：请用 new 创建。"],
  ['{0} has no element type "{1}"; "{2}" is meant.', '{0} 没有元素类型 "{1}"；应为 "{2}"。'],
  ['{0} has no element type "{1}".', '{0} 没有元素类型 "{1}"。'],
  [
    "{0} makes float16 of plain numbers only where JavaScript has a Float16Array.",
    "只有在 JavaScript 有 Float16Array 时，{0} 才能由普通数字创建 float16。",
  ],
  ["{0} makes {1} of plain numbers, receives bigints.", "{0} 由普通数字创建 {1}，实际收到 bigint。"],
  // fixes
  ["Load {0}", "加载 {0}"],
  ["Convert with {0}", "用 {0} 转换"],
  ["Transpose to axes {0}", "按轴 {0} 转置"],
  ["Put the batch in front", "在前面加上批次"],
];

export default sentences;
