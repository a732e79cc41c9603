/** Why something cannot be run or exported, and what is said of a run, in Simplified Chinese. */
const running: readonly (readonly [english: string, chinese: string])[] = [
  ["Cancelled.", "已取消。"],
  ["The server is stopping.", "服务器正在停止。"],
  ["There is no model in this file.", "此文件中没有模型。"],
  [
    "There is no layer here: put the cursor on the name of one, or on its constructor.",
    "此处没有层：请将光标放在某个层的名称或其构造函数上。",
  ],
  ["There is nothing to run.", "没有可运行的内容。"],
  ["{0} is neither open nor a file of the opened folder.", "{0} 既未打开，也不是所打开文件夹中的文件。"],
  ["The file has no line {0}: it was edited in the meantime.", "文件没有第 {0} 行：它在此期间被编辑过。"],
  ["{0} failed inside of ConvLens; the log has the details.", "{0} 在 ConvLens 内部失败；详情见日志。"],
  // a model that stops somewhere
  [
    "The run stops before {0} = {1}, which does not fit its input.",
    "运行在 {0} = {1} 之前停止：它与输入不符。",
  ],
  ["{0} = {1} does not fit its input; mend it before the export.", "{0} = {1} 与输入不符；请先修复再导出。"],
  [
    "{0} = {1}. The run stops there; mend it, or look at a layer before it.",
    "{0} = {1}。运行在此停止；请修复它，或查看它之前的层。",
  ],
  ["{0} does not fit its input.", "{0} 与输入不符。"],
  ["{0} has shapes, but cannot be computed here.", "{0} 有形状，但此处无法计算。"],
  ["{0} has shapes, but its values cannot be computed yet.", "{0} 有形状，但其数值尚无法计算。"],
  [
    "The shape of {0} is not known: say it with a comment such as {1}.",
    "{0} 的形状未知：请用注释说明，例如 {1}。",
  ],
  [
    "Axis {0} of {1} is not known: say its size with a @shape comment.",
    "{1} 的第 {0} 轴未知：请用 @shape 注释说明其大小。",
  ],
  [
    "{0} is known at run time only, so that its values cannot be computed here.",
    "{0} 在运行时才能确定，因此此处无法计算其数值。",
  ],
  ["{0} is not known, so that nothing can be computed.", "{0} 未知，因此无法计算。"],
  ["A number in a calculation is known at run time only.", "计算中有一个数在运行时才能确定。"],
  ["{0} takes a number that only a run would know.", "{0} 所需的一个数只有运行时才知道。"],
  ["{0} has an input that only a run of the program would know.", "{0} 的一个输入只有运行程序时才知道。"],
  ["{0} has no output.", "{0} 没有输出。"],
  ["{0} is not part of what can be run.", "{0} 不在可运行的部分之内。"],
  [
    "The model has more than {0} layers; that is too many to run here.",
    "模型超过 {0} 层，层数过多，无法在此运行。",
  ],
  [
    "No sizes were found at which all layers fit; say them with @shape.",
    "没有找到使所有层都匹配的尺寸；请用 @shape 说明。",
  ],
  [
    "{0} takes {1}; {2} are allowed here. Use a smaller input.",
    "{0} 需要 {1}，此处允许 {2}。请使用更小的输入。",
  ],
  ["The input has {0} axes, not {1}.", "输入有 {0} 个轴，而不是 {1} 个。"],
  ["it has {0} sizes, the model takes {1}", "给出了 {0} 个尺寸，而模型需要 {1}"],
  ["it has {0} sizes, the file takes {1}", "给出了 {0} 个尺寸，而文件需要 {1}"],
  ["it gives {0} where the model is annotated with {1}: {2}", "给出了 {0}，而模型注明为 {1}：{2}"],
  ["it gives {0} where the file takes {1}", "给出了 {0}，而文件需要 {1}"],
  ["There is no layer here that could be timed.", "此处没有可计时的层。"],
  ["This layer's values are no sums of products.", "此层的值不是乘积之和。"],
  ["{0} is no value of the output.", "{0} 不是输出中的值。"],
  ["This run is no longer in memory: run the layer again.", "此次运行已不在内存中：请重新运行该层。"],
  ["There is no {0} in this run.", "此次运行中没有 {0}。"],
  ["{0} gives {1}, which has no values.", "{0} 给出 {1}，其中没有数值。"],
  ["a picture of {0} × {1} is larger than {2} × {3}", "{0} × {1} 的图像大于 {2} × {3}"],
  ["{0} is no list of maps: that is [C, H, W]", "{0} 不是特征图列表：应为 [C, H, W]"],
  // what ran
  ["{0} comes from one of several branches; the first is shown", "{0} 来自多个分支之一；所示为第一个"],
  ["ran with {0}", "以 {0} 运行"],
  ["{0} computes steps that {1} would have it skip", "{0} 计算了 {1} 本会跳过的步"],
  // files
  [
    "There is no file {0}. A sample is a .png, .jpg or .npy file; its path is relative to the source file.",
    "没有文件 {0}。样本为 .png、.jpg 或 .npy 文件，路径相对于源文件。",
  ],
  ["{0} has {1} MB; samples of up to {2} MB are read.", "{0} 有 {1} MB；最多读取 {2} MB 的样本。"],
  ["The array of {0} is {1}, the model takes {2}.", "{0} 的数组为 {1}，而模型需要 {2}。"],
  [
    "There is no file {0}; @weights names a .safetensors file or a TensorFlow.js model.json, relative to the source file.",
    "没有文件 {0}；@weights 须为 .safetensors 文件或 TensorFlow.js 的 model.json，路径相对于源文件。",
  ],
  [
    "{0} is neither a .safetensors file nor a TensorFlow.js model.json.",
    "{0} 既不是 .safetensors 文件，也不是 TensorFlow.js 的 model.json。",
  ],
  [
    "@{0} names {1}, which is not inside of the opened folder; only files there are read for a comment.",
    "@{0} 指向 {1}，它不在所打开的文件夹内；注释只能读取其中的文件。",
  ],
  ["{0} and {1} differ in {2} of {3} layers:", "{0} 与 {1} 的 {3} 层中有 {2}不同："],
  ["{0} is not in the file; it has {1}", "{0} 不在文件中；文件中有 {1}"],
  ["{0} is not in the file", "{0} 不在文件中"],
  ["{0} is {1} in the file and {2} in the model", "{0} 在文件中为 {1}，在模型中为 {2}"],
  ["and {0} more", "以及另外 {0} 个"],
  ["{0} is not in the file; it has {1}.", "{0} 不在文件中；文件中有 {1}。"],
  ["{0} is not in the file.", "{0} 不在文件中。"],
  ["{0} is {1} in the file and {2} in the model.", "{0} 在文件中为 {1}，在模型中为 {2}。"],
  ["{0} is {1} in the model, and {2} in the file.", "{0} 在模型中为 {1}，在文件中为 {2}。"],
  ["{0} is not in {1}.", "{0} 不在 {1} 中。"],
  [
    "which of the {0} tensors called {1} in {2} is meant cannot be told.",
    "{2} 中有 {0} 个名为 {1} 的张量，无法判断所指为哪一个。",
  ],
  ["{0} is not there.", "{0} 不存在。"],
  ["{0} cannot be read.", "{0} 无法读取。"],
  ["The file has changed: there is no such node any more.", "文件已改变：该节点已不存在。"],
  ["The numbers of {0} do not lie in the file as they are.", "{0} 的数值并非原样存放在文件中。"],
  ["Numbers of the type {0} are not read.", "不读取 {0} 类型的数值。"],
  [
    "{0} has {1} numbers of {2} bytes, and {3} bytes in the file.",
    "{0} 有 {1} 个 {2} 字节的数，而文件中有 {3} 字节。",
  ],
  ["{0} goes on behind the end of the file.", "{0} 超出了文件末尾。"],
  // export
  ["{0} has no output that a layer makes.", "{0} 没有由层给出的输出。"],
  [
    "{0} is no layer but an operation of {1}, which are not exported; put it into a layer.",
    "{0} 不是层，而是 {1} 的运算，无法导出；请将其放入层中。",
  ],
  [
    "{0} is made in a size that is free; give the sizes with --input.",
    "{0} 的尺寸未定；请用 --input 给出尺寸。",
  ],
  [
    "{0} is an input of the file: what the source makes it of is not known",
    "{0} 是文件的一个输入：源码如何得到它尚不可知",
  ],
  ["the weights are those of {0}", "权重来自 {0}"],
  ["the weights are the initial ones of seed {0}", "权重为初始权重，种子 {0}"],
  ["written with {0}", "写入时 {0}"],
  // the worker
  ["The preview worker was replaced: it did not stop.{0}", "预览线程没有停止，已被替换。{0}"],
  ["The preview worker ended with code {0}. {1}", "预览线程以代码 {0} 结束。{1}"],
  ["The preview worker failed: {0}. {1}", "预览线程失败：{0}。{1}"],
  [
    "This run is lost; try it again, on a smaller input if it was large.",
    "此次运行已丢失；请重试，若输入很大，请用更小的输入。",
  ],
  [
    "The run failed inside of ConvLens: {0}. The log has the rest.",
    "运行在 ConvLens 内部失败：{0}。其余见日志。",
  ],
  [
    "Inference and engine disagree, which is a bug of ConvLens: {0}. Please report it.",
    "推断与引擎不一致，这是 ConvLens 的错误：{0}。请报告。",
  ],
];
export default running;
