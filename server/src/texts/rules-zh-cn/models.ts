/** The pages of findings about whole models and about loaded ones: their files, inputs and outputs. */
import type { RuleTexts } from "./index.ts";

export const models: RuleTexts = {
  "graph-disconnected": ["输出还依赖别的输入", "输出背后的每个 `tf.input` 都必须列入模型的输入。"],
  "model-file": [
    "不是模型的文件",
    "应当是模型的地方却是服务器的网页、半个文件，或者没有这个名称的文件。模型存放在另一个文件中的权重可能在别处：这只是提示，不是错误。",
  ],
  "model-format": [
    "属于另一种加载函数的文件",
    "每种加载函数只接受一种格式：`loadLayersModel` 接受 Keras 和 TensorFlow.js 保存的模型，`loadGraphModel` 接受转换器由 SavedModel 得到的模型，`InferenceSession.create` 接受 ONNX 文件。",
  ],
  "model-graph": [
    "模型不能处理这种大小的数据",
    "声明的输入没有限定大小，但内部的某个节点不接受它：卷积核大于图像剩下的部分，或者批次 1 被写进了改形操作。",
  ],
  "model-input": ["数据与模型的输入不符", "批次在最前，其后正好是模型的输入形状。"],
  "model-input-batch": [
    "各输入的批次不同",
    "一次调用的所有输入所含样本数相同。若不相同，TensorFlow.js 会悄悄丢掉一些行，或在模型内部失败。",
  ],
  "model-input-count": [
    "张量的个数与模型所需的不同",
    "有多个输入的模型需要一个列表，按文件中的顺序每个输入一个张量；若该类模型允许，也可以是按名称给出的对象。",
  ],
  "model-input-dims": [
    "数据的大小与模型所需的不同",
    "文件中写成数字的尺寸在模型运行时会逐一检查；写成名称的或未定的尺寸接受任意大小。",
  ],
  "model-input-dtype": [
    "数据的元素类型与模型所需的不同",
    '运行时不做任何转换：输入为 int64 词元编号的模型需要 `new ort.Tensor("int64", BigInt64Array.from(…))`，输入为图像的模型大多需要 float32。',
  ],
  "model-input-layout": [
    "图像的通道在错误的一侧",
    "来自画布的图像是 `[N, H, W, C]`，多数导出工具的模型需要 `[N, C, H, W]`。只改尺寸没有用：值也必须移动。",
  ],
  "model-input-name": [
    "模型没有这个名称的输入",
    "模型声明的每个输入都以自己的名称给出；文件中的初始值不是输入。不是输入的名称在浏览器中会报错，在别处会被忽略。",
  ],
  "model-input-rank": [
    "数据的轴数与模型所需的不同",
    "批次也是一个轴：单个样本是 `[1, …]`。运行时不检查标量的轴数，这种情况只是警告。",
  ],
  "model-input-symbol": [
    "一个有名称的尺寸，两个不同的数",
    "文件中尺寸名称相同的输入本应一致。没有运行时会检查它：不同时会在模型内部失败，若其中之一为 1，则会悄悄广播。",
  ],
  "model-input-tensor": [
    "模型需要张量之处不是张量",
    '数字、列表和类型化数组不会变成张量：`new ort.Tensor(type, data, dims)` 才会，单个数字也是如此：`new ort.Tensor("int64", [16000n], [])`。在 TensorFlow.js 中由 `tf.tensor(…)` 转换；`predict` 以列表而不是按名称接受多个张量。',
  ],
  "loss-scalar": ["损失不是一个数", "优化器沿一个数的梯度前进。用 `mean()` 或 `sum()` 把多个数变成一个。"],
  "model-output-count": [
    "把多个输出当作一个",
    "只有一个输出的模型给出一个张量，有多个输出的给出一个列表：请从列表中取出所需的那个。",
  ],
  "model-output-kind": [
    "JavaScript 无法容纳的输出",
    "scikit-learn 的分类器以映射列表（ZipMap）给出概率。请只请求张量，或在转换时使用 `zipmap=False`。",
  ],
  "model-output-name": [
    "模型没有这个输出",
    "结果按文件为输出所起的名称读取；任何其他名称都得到 undefined。`session.outputNames` 列出了它们。",
  ],
  "several-outputs": ["序列模型中有多个输出的层", "使用 `returnState` 的层需要函数式 API。"],
  "target-shape": [
    "目标与输出和损失函数不符",
    "`categoricalCrossentropy` 需要独热编码的行，`sparseCategoricalCrossentropy` 需要类别编号；其他损失函数需要与输出形状相同的目标。",
  ],
  "tensor-arguments": [
    "张量的参数顺序不同",
    "顺序为 `new ort.Tensor(type, data, dims)`；较旧的库把数据放在最前。",
  ],
  "tensor-data-length": [
    "数据没有填满张量",
    "数据的长度等于各尺寸的乘积。画布的每个像素有四个值；嵌套列表只计最外层：请先将其展平。",
  ],
  "tensor-data-type": [
    "数据不能容纳该元素类型",
    "每种元素类型对应一种类型化数组：float32 为 `Float32Array`，int64 为 `BigInt64Array`，bool 为 `Uint8Array`，float16 为 `Uint16Array`。不做任何转换。",
  ],
  "tensor-dims": ["不是整数的尺寸", "尺寸是从 0 起的整数。不能用 -1 表示其余部分，除得的商必须取整。"],
  "tensor-reshape": [
    "尺寸与值的个数不符",
    "`reshape` 保留所有值：各尺寸的乘积相等。不能用 -1 表示其余部分。",
  ],
  "tensor-values": ["值没有填满形状", "值的个数等于形状的位置数，可以是一个扁平列表，也可以按形状嵌套。"],
  "weights-mismatch": [
    "权重文件与模型不符",
    "`@weights` 注释以相对于源文件的路径指明一个 .safetensors 文件，或带有分片的 TensorFlow.js model.json。每个权重按层在模型中的路径查找（`layer1.0.conv1.weight`；`conv2d_1/kernel`）。缺少的或形状不同的权重，在预览中保持初始值。文件无法读取时也会如此提示。",
  ],
};
