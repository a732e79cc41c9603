/**
 * What findings say, in Simplified Chinese: each English sentence as the rules write it, with its values as {0}, {1}, …
 * The first sentence that fits is taken; the more particular ones stand first.
 */
const sentences: readonly (readonly [english: string, chinese: string])[] = [
  // where a shape comes from
  ["the input {0} comes from {1}: {2}", "输入 {0} 来自 {1}：{2}"],
  ["the input {0} comes from {1}", "输入 {0} 来自 {1}"],
  ["the input {0} is given", "输入 {0} 由外部给定"],
  ["input {0} {1} comes from {2}: {3}", "第 {0} 个输入 {1} 来自 {2}：{3}"],
  ["input {0} {1} comes from {2}", "第 {0} 个输入 {1} 来自 {2}"],
  ["input {0} {1} is a parameter", "第 {0} 个输入 {1} 是参数"],
  ["input {0} {1} is given", "第 {0} 个输入 {1} 由外部给定"],
  ["`{0}` {1} comes from {2}", "`{0}` {1} 来自 {2}"],
  ["`{0}` {1} is a parameter", "`{0}` {1} 是参数"],
  ["`{0}` {1} is given", "`{0}` {1} 由外部给定"],
  ["{0} stands here", "{0} 在此处"],
  ["the value {0}", "实际值 {0}"],
  ["annotated as {0}", "注明为 {0}"],
  ["comes from {0}: {1}", "来自 {0}：{1}"],
  ["comes from {0}", "来自 {0}"],
  ["it took its sizes from its first use, on {0}", "它的尺寸取自第一次使用时的输入 {0}"],
  ["is given", "由外部给定"],
  ["is a parameter", "是参数"],
  // stated shapes
  [
    "{0} states {1}, receives {2}: axis {3} is {4}, not {5}.",
    "{0} 声明的形状是 {1}，实际收到 {2}：第 {3} 轴是 {4}，不是 {5}。",
  ],
  ["{0} states {1} axes, {2}, receives {3}: {4}.", "{0} 声明有 {1} 个轴（{2}），实际收到 {3} 个：{4}。"],
  ["{0} cannot read the shape {1}: {2}.", "{0} 无法读懂形状 {1}：{2}。"],
  // what loaded models are fed with
  ["Take the batch out of inputShape", "从 inputShape 中去掉批次轴"],
  ["Add one channel to inputShape", "在 inputShape 中加一个通道"],
  ["Take {0} steps of one value", "按 {0} 步、每步一个值读取"],
  ["Take one step of {0} values", "按一步、{0} 个值读取"],
  ["Move the channels with {0}()", "用 {0}() 移动通道轴"],
  ["Reshape to {0}", "改形为 {0}"],
  // the source
  ["{0} knows no activation {1}; did you mean {2}?", "{0} 没有名为 {1} 的激活函数；是否指 {2}？"],
  ["{0} knows no activation {1}.", "{0} 没有名为 {1} 的激活函数。"],
  ["{0} knows no constraint {1}; did you mean {2}?", "{0} 没有名为 {1} 的约束；是否指 {2}？"],
  ["{0} knows no constraint {1}.", "{0} 没有名为 {1} 的约束。"],
  ["{0} knows no initializer {1}; did you mean {2}?", "{0} 没有名为 {1} 的初始化方法；是否指 {2}？"],
  ["{0} knows no initializer {1}.", "{0} 没有名为 {1} 的初始化方法。"],
  ["{0} knows no loss {1}; did you mean {2}?", "{0} 没有名为 {1} 的损失函数；是否指 {2}？"],
  ["{0} knows no loss {1}.", "{0} 没有名为 {1} 的损失函数。"],
  ["{0} knows no metric {1}; did you mean {2}?", "{0} 没有名为 {1} 的指标；是否指 {2}？"],
  ["{0} knows no metric {1}.", "{0} 没有名为 {1} 的指标。"],
  ["{0} knows no optimizer {1}; did you mean {2}?", "{0} 没有名为 {1} 的优化器；是否指 {2}？"],
  ["{0} knows no optimizer {1}.", "{0} 没有名为 {1} 的优化器。"],
  ["{0} cannot be compiled without a loss.", "{0} 没有损失函数便无法编译。"],
  ["{0} cannot be compiled without an optimizer.", "{0} 没有优化器便无法编译。"],
  ["{0} knows no regularizer {1}; did you mean {2}?", "{0} 没有名为 {1} 的正则化方法；是否指 {2}？"],
  ["{0} knows no regularizer {1}.", "{0} 没有名为 {1} 的正则化方法。"],
  ["The annotation says {0}, the value is {1}.", "注释写的是 {0}，而实际为 {1}。"],
  [
    "This shape cannot be read: {0}. Sizes are numbers, names, arithmetic such as 32*h, ? and ….",
    "无法读懂此形状：{0}。尺寸可以是数字、名称、32*h 这样的算式、? 和 …。",
  ],
  [
    "There is no `{0}` here for this annotation to speak of, only {1}.",
    "此处没有注释所说的 `{0}`，只有 {1}。",
  ],
  ["`{0}` is used and never declared: {1} has {2}.", "使用了从未声明的 `{0}`：{1} 有 {2}。"],
  ["{0} is built and never used in forward.", "构造了 {0}，但 forward 中从未使用。"],
  ["This comment silences nothing: there is no {0} here.", "此注释没有屏蔽任何结果：此处没有 {0}。"],
  ["This comment silences nothing.", "此注释没有屏蔽任何结果。"],
  // arguments
  ["{0} needs {1} of at least {2}, not {3}.", "{0} 的 {1} 至少为 {2}，而不是 {3}。"],
  ["{0} needs a probability between 0 and 1, not {1}.", "{0} 需要 0 到 1 之间的概率，而不是 {1}。"],
  ["{0} cannot have {1} {2}: sizes are not negative.", "{0} 的 {1} 不能为 {2}：尺寸不能为负。"],
  [
    "{0} takes a whole number or one an axis as {1}, not {2}.",
    "{0} 的 {1} 应为整数或每轴一个整数，而不是 {2}。",
  ],
  ["{0} takes whole numbers as sizes, receives {1} on axis {2}.", "{0} 的尺寸应为整数，但第 {2} 轴为 {1}。"],
  ["{0} has no option {1}; did you mean {2}?", "{0} 没有选项 {1}；是否指 {2}？"],
  ["{0} has no option {1}.", "{0} 没有选项 {1}。"],
  ["{0} takes one {1} or {2}, not {3}.", "{0} 的 {1} 应为一个或 {2} 个数，而不是 {3} 个。"],
  ["{0} ignores {1}: {2}.", "{0} 会忽略 {1}：{2}。"],
  [
    '{0} takes dataFormat "channelsLast" or "channelsFirst", not {1}.',
    '{0} 的 dataFormat 应为 "channelsLast" 或 "channelsFirst"，而不是 {1}。',
  ],
  [
    "{0} cannot run with strides {1} and dilationRate {2}: one of them must be 1.",
    "{0} 不能同时使用 strides {1} 和 dilationRate {2}：其中之一必须为 1。",
  ],
  [
    '{0} cannot keep the size with padding "same" and stride {1}.',
    '{0} 在步长为 {1} 时不能用 padding "same" 保持尺寸。',
  ],
  [
    "{0} pads {1} axes in circular mode only behind a batch and channels: of {2} axes, not {3}.",
    "{0} 以 circular 模式填充 {1} 个轴时，前面须有批次和通道：共 {2} 个轴，而不是 {3} 个。",
  ],
  [
    "{0} pads {1} axis in circular mode only behind a batch and channels: of {2} axes, not {3}.",
    "{0} 以 circular 模式填充 {1} 个轴时，前面须有批次和通道：共 {2} 个轴，而不是 {3} 个。",
  ],
  [
    "{0} pads {1} cells in {2} mode, more than an axis of {3} has to give: {4} is taken for one item without a batch, its channels first.",
    "{0} 以 {2} 模式填充 {1} 个单元，超过了大小为 {3} 的轴所能给出的：{4} 被当作没有批次、通道在前的单个样本。",
  ],
  [
    "{0} pads {1} cells in {2} mode, more than an axis of {3} has to give.",
    "{0} 以 {2} 模式填充 {1} 格，超过了大小为 {3} 的轴所能提供的。",
  ],
  ["{0} pads {1} cells, more than half of its kernel of {2}.", "{0} 填充 {1} 格，超过了其核 {2} 的一半。"],
  [
    "{0} pads by {1} with the height of the filter and its stride on both axes; use {2}.",
    "{0} 以 {1} 填充时两轴都使用滤波器的高和步长；请改用 {2}。",
  ],
  [
    "{0} needs an outputPadding smaller than the stride {1} or the dilation {2}, not {3}.",
    "{0} 的 outputPadding 必须小于步长 {1} 或空洞 {2}，而不是 {3}。",
  ],
  [
    "{0} needs two factors as size, not {1}: the size of the output is not a number.",
    "{0} 的 size 需要两个倍数，而不是 {1}：否则输出尺寸不是数字。",
  ],
  ["{0} needs a config object, even an empty one.", "{0} 需要一个配置对象，哪怕是空的。"],
  [
    "{0} stands first in a sequential model and needs an inputShape.",
    "{0} 是序列模型的第一层，需要 inputShape。",
  ],
  // channels and features
  ["{0} expects {1} input channel, receives {2}.", "{0} 需要 {1} 个输入通道，实际收到 {2} 个。"],
  ["{0} expects {1} input feature, receives {2}.", "{0} 需要 {1} 个输入特征，实际收到 {2} 个。"],
  ["{0} expects {1} input channels, receives {2}.", "{0} 需要 {1} 个输入通道，实际收到 {2} 个。"],
  ["{0} expects {1} input features, receives {2}.", "{0} 需要 {1} 个输入特征，实际收到 {2} 个。"],
  ["{0} expects {1} features a step, receives {2}.", "{0} 每步需要 {1} 个特征，实际收到 {2} 个。"],
  ["{0} expects {1} features in its {2}, receives {3}.", "{0} 的 {2} 需要 {1} 个特征，实际收到 {3} 个。"],
  [
    "{0} expects {1} features, receives {2} whose last axis is {3}: flatten is missing.",
    "{0} 需要 {1} 个特征，收到的 {2} 最后一轴为 {3}：缺少 flatten。",
  ],
  [
    "{0} splits its channels into {1} groups, but {2} {3} is not divisible by {4}.",
    "{0} 将通道分为 {1} 组，但 {2} {3} 不能被 {4} 整除。",
  ],
  [
    "{0} splits {1} channels into {2} groups, which does not come out even.",
    "{0} 将 {1} 个通道分为 {2} 组，不能整除。",
  ],
  [
    "{0} splits {1} features into {2} heads, which does not come out even.",
    "{0} 将 {1} 个特征分给 {2} 个头，不能整除。",
  ],
  ["{0} splits an axis of {1} into {2} = {3}.", "{0} 将大小为 {1} 的轴分为 {2} = {3}。"],
  ["{0} has {1} features, the input has {2} channels.", "{0} 有 {1} 个特征，而输入有 {2} 个通道。"],
  ["{0} normalises over {1}, the input {2} ends in {3}.", "{0} 在 {1} 上归一化，而输入 {2} 以 {3} 结尾。"],
  [
    "{0} needs more than one value a channel in training, receives {1}.",
    "{0} 训练时每个通道需要不止一个值，实际收到 {1}。",
  ],
  ["{0} needs more than one value a channel, receives {1}.", "{0} 每个通道需要不止一个值，实际收到 {1}。"],
  ["{0} needs more than one value a group, receives {1}.", "{0} 每组需要不止一个值，实际收到 {1}。"],
  [
    "{0} takes a value of the key's shape {1}, receives {2}: vdim names another width.",
    "{0} 的 value 应与 key 同为 {1}，实际收到 {2}：另一宽度由 vdim 指定。",
  ],
  [
    "{0} takes a value of the key's shape {1}, receives {2}.",
    "{0} 的 value 应与 key 同为 {1}，实际收到 {2}。",
  ],
  ["{0} starts from a {1} state of {2}, receives {3}.", "{0} 的初始状态应为 {2}，实际收到 {3}。"],
  ["{0} has {1} rows, and no row {2}.", "{0} 只有 {1} 行，没有第 {2} 行。"],
  ["{0} takes 3 channels, receives {1}: {2}.", "{0} 需要 3 个通道，实际收到 {1} 个：{2}。"],
  [
    "{0} needs a known number of channels; the input leaves its last axis open.",
    "{0} 需要确定的通道数，而输入的最后一轴未定。",
  ],
  [
    "{0} needs a multiple of {1} = {2} channels, receives {3}.",
    "{0} 的通道数须为 {1} = {2} 的倍数，实际收到 {3}。",
  ],
  [
    "{0} needs a multiple of {1} = {2} rows, receives {3}.",
    "{0} 的行数须为 {1} = {2} 的倍数，实际收到 {3}。",
  ],
  [
    "{0} takes {1} initial states of size {2}, receives {3}.",
    "{0} 需要 {1} 个大小为 {2} 的初始状态，实际收到 {3}。",
  ],
  [
    "{0} was built for inputs {1} and receives {2}: its kernel is {3}.",
    "{0} 是为输入 {1} 构造的，实际收到 {2}：其权重为 {3}。",
  ],
  // ranks and layout
  [
    "{0} takes channels first, {1}; the input {2} has its {3} channels last.",
    "{0} 要求通道在前（{1}），而输入 {2} 的 {3} 个通道在最后。",
  ],
  [
    "{0} takes channels last; the input {1} has its channels elsewhere.",
    "{0} 要求通道在最后，而输入 {1} 的通道在别处。",
  ],
  [
    "{0} takes {1} axes (unbatched) or {2} (batched), receives {3}: {4}.",
    "{0} 需要 {1} 个轴（无批次）或 {2} 个（有批次），实际收到 {3} 个：{4}。",
  ],
  [
    "{0} in {1} mode takes {2} axes, receives {3}: {4}.",
    "{0} 在 {1} 模式下需要 {2} 个轴，实际收到 {3} 个：{4}。",
  ],
  ["{0} takes {1} axes, receives {2}: {3}.", "{0} 需要 {1} 个轴，实际收到 {2} 个：{3}。"],
  [
    "{0} cannot run on more than {1} axes, receives {2}: {3}.",
    "{0} 最多处理 {1} 个轴，实际收到 {2} 个：{3}。",
  ],
  [
    "{0} has no axis {1}: the input has {2}, numbered {3} to {4}.",
    "{0} 没有第 {1} 轴：输入有 {2} 个轴，编号 {3} 到 {4}。",
  ],
  ["{0} has no entry {1} on axis {2}: there are {3}.", "{0} 的第 {2} 轴没有第 {1} 项：共 {3} 项。"],
  [
    "{0} can work along the last axis only, not along axis {1} of {2}.",
    "{0} 只能沿最后一轴，不能沿 {2} 的第 {1} 轴。",
  ],
  ["{0} orders {1} axes of an input that has {2}: {3}.", "{0} 排列了 {1} 个轴，而输入有 {2} 个：{3}。"],
  ["{0} repeats {1} axes of an input that has {2}: {3}.", "{0} 重复了 {1} 个轴，而输入有 {2} 个：{3}。"],
  // windows
  [
    "{0} has a kernel that spans {1} cells, more than the {2} of the {3} axis (padding included).",
    "{0} 的核跨 {1} 格，超过了 {3} 轴的 {2} 格（含填充）。",
  ],
  [
    "{0} with a window of {1} makes {2} of {3}: nothing is left.",
    "{0} 以 {1} 的窗口将 {3} 变为 {2}：什么也不剩。",
  ],
  ["{0} gives a negative size: {1} becomes {2}.", "{0} 得到负的尺寸：{1} 变为 {2}。"],
  [
    "{0} has no block in {1}: each reaches over {2} cells.",
    "{0} 在 {1} 中放不下任何块：每个块跨越 {2} 个单元。",
  ],
  ["{0} covers {1} with {2} blocks, receives {3} columns.", "{0} 用 {2} 个块覆盖 {1}，实际收到 {3} 列。"],
  // shapes that meet
  [
    "{0} views {1} as {2}: an item has {3} values, not {4}, so the batch is mixed into the rows.",
    "{0} 将 {1} 看作 {2}：每个样本有 {3} 个值而不是 {4} 个，批次会混入行中。",
  ],
  [
    "{0} cannot view {1}, {2} elements, as {3}, multiples of {4}.",
    "{0} 不能将 {1}（{2} 个元素）看作 {3}（{4} 的倍数）。",
  ],
  [
    "{0} cannot view {1}, {2} elements, as {3}, {4}: each of the {5} has {6} values, not 1.",
    "{0} 不能将 {1}（{2} 个元素）看作 {3}（{4} 个）：{5} 个样本各有 {6} 个值，而不是 1 个。",
  ],
  ["{0} cannot view {1}, {2} elements, as {3}, {4}.", "{0} 不能将 {1}（{2} 个元素）看作 {3}（{4} 个）。"],
  ["{0} can infer only one size, and several are -1.", "{0} 只能推断一个尺寸，而有多个为 -1。"],
  ["{0} can infer only one size, and two are -1.", "{0} 只能推断一个尺寸，而有两个为 -1。"],
  [
    "{0} lines {1} up with the last axis of {2}, although axis 1 holds the {3} channels: view it as {4}.",
    "{0} 将 {1} 对齐到 {2} 的最后一轴，而 {3} 个通道在第 1 轴：应看作 {4}。",
  ],
  ["{0} cannot combine {1} with {2}: {3}.", "{0} 不能将 {1} 与 {2} 结合：{3}。"],
  [
    "{0} combines {1} with {2} into {3}: every value with every other, which is hardly meant.",
    "{0} 将 {1} 与 {2} 结合为 {3}：每个值与每个值相配，多半不是本意。",
  ],
  [
    "{0} compares {1} with a target of {2}: they are broadcast against each other, which is hardly meant.",
    "{0} 将 {1} 与目标 {2} 比较：二者会互相广播，多半不是本意。",
  ],
  [
    "{0} compares targets {1} with outputs {2}; {3} needs targets {4}: {5}.",
    "{0} 将目标 {1} 与输出 {2} 比较；{3} 需要目标 {4}：{5}。",
  ],
  [
    "{0} takes class indices {1} or probabilities {2}, receives {3}: squeeze its last axis.",
    "{0} 需要类别编号 {1} 或概率 {2}，实际收到 {3}：请去掉最后一轴。",
  ],
  [
    "{0} needs one number from its function, receives {1}: mean() or sum() makes one of them.",
    "{0} 需要其函数给出一个数，实际收到 {1}：mean() 或 sum() 可将它们变成一个。",
  ],
  ["{0} keeps the shape {1} of its first value, receives {2}.", "{0} 保持其最初值的形状 {1}，实际收到 {2}。"],
  ["{0} takes one tensor, receives {1}.", "{0} 接受一个张量，实际收到 {1} 个。"],
  ["{0} takes a list of {1} tensors, receives {2}.", "{0} 接受由 {1} 个张量组成的列表，实际收到 {2} 个。"],
  [
    "{0} needs a target for each example: {1} inputs, {2} targets.",
    "{0} 的每个样本都需要目标：{1} 个输入，{2} 个目标。",
  ],
  [
    "{0} takes tensors, receives a bare number: tf.tensor(…) makes one.",
    "{0} 接受张量，实际收到一个数：可用 tf.tensor(…) 转换。",
  ],
  [
    "{0} takes tensors, receives a bare list: tf.tensor(…) makes one.",
    "{0} 接受张量，实际收到列表：可用 tf.tensor(…) 转换。",
  ],
  [
    "{0} takes tensors, receives a bare list of lists: tf.tensor(…) makes one.",
    "{0} 接受张量，实际收到嵌套列表：可用 tf.tensor(…) 转换。",
  ],
  [
    "{0} takes tensors, receives a bare {1}: tf.tensor(…) makes one.",
    "{0} 接受张量，实际收到 {1}：可用 tf.tensor(…) 转换。",
  ],
  [
    "{0} takes tensors, receives an object of tensors by name: several are a list in the order of the inputs.",
    "{0} 接受张量，实际收到按名称给出张量的对象：多个张量应按输入的顺序组成列表。",
  ],
  [
    "{0} needs as many examples in each of its inputs: {1} in the first, {2} in number {3}.",
    "{0} 的各个输入须有相同的样本数：第一个有 {1} 个，第 {3} 个有 {2} 个。",
  ],
  [
    "{0} needs as many examples in each of its targets: {1} in the first, {2} in number {3}.",
    "{0} 的各个目标须有相同的样本数：第一个有 {1} 个，第 {3} 个有 {2} 个。",
  ],
  [
    "{0} keeps states for batches of {1}, and {2} examples in batches of {3} make one of {4}.",
    "{0} 为大小为 {1} 的批次保存状态，而 {2} 个样本按每批 {3} 个划分会出现大小为 {4} 的一批。",
  ],
  [
    "{0} takes one tensor for each of its weights: it has {1}, receives {2}.",
    "{0} 的每个权重需要一个张量：共有 {1} 个权重，实际收到 {2} 个。",
  ],
  [
    "{0} has no weight of the shape {1} for a tensor that it receives: its weights are {2}.",
    "{0} 收到形状为 {1} 的张量，却没有这种形状的权重：其权重为 {2}。",
  ],
  [
    "{0} takes one target for each of its outputs: it has {1}, receives {2}.",
    "{0} 的每个输出需要一个目标：共有 {1} 个输出，实际收到 {2} 个。",
  ],
  [
    "{0} takes one loss of a list for each of its outputs: it has {1}, receives {2}.",
    "{0} 的损失列表中每个输出对应一个：共有 {1} 个输出，实际收到 {2} 个。",
  ],
  [
    "{0} takes one score for each box in a vector, receives {1}.",
    "{0} 以向量给出每个框的分数，实际收到 {1}。",
  ],
  [
    "{0} takes one score for each box: {1} boxes, {2} scores.",
    "{0} 的每个框需要一个分数：{1} 个框，{2} 个分数。",
  ],
  [
    "{0} draws from one row of numbers or from several, receives {1}.",
    "{0} 从一行或多行数中抽样，实际收到 {1}。",
  ],
  ["{0} has nothing to join.", "{0} 没有可拼接的张量。"],
  [
    "{0} joins on axis {1} and needs equal sizes elsewhere: axis {2} has {3} in {4} and {5} in {6}.",
    "{0} 沿第 {1} 轴拼接，其余轴须相等：第 {2} 轴在 {4} 中为 {3}，在 {6} 中为 {5}。",
  ],
  [
    "{0} joins on the last axis when it runs: TensorFlow.js takes every negative axis for −1; write {1}.",
    "{0} 运行时会沿最后一轴拼接：TensorFlow.js 将负轴都当作 −1；请写 {1}。",
  ],
  ["{0} joins tensors of equal rank, receives {1} and {2}.", "{0} 拼接轴数相同的张量，实际收到 {1} 和 {2}。"],
  ["{0} joins tensors of one shape, receives {1} and {2}.", "{0} 拼接形状相同的张量，实际收到 {1} 和 {2}。"],
  [
    "{0} joins tensors of one batch size, receives {1} and {2}.",
    "{0} 合并批次大小相同的张量，实际收到 {1} 和 {2}。",
  ],
  ["{0} joins at least {1} tensors, receives {2}.", "{0} 至少合并 {1} 个张量，实际收到 {2} 个。"],
  [
    "{0} multiplies {1} by {2}: the inner sizes {3} and {4} differ.",
    "{0} 将 {1} 与 {2} 相乘：内侧尺寸 {3} 与 {4} 不同。",
  ],
  [
    "{0} multiplies along axes of equal size, receives {1} and {2}.",
    "{0} 沿大小相同的轴相乘，实际收到 {1} 和 {2}。",
  ],
  ["{0} gives {1} the sizes {2} and {3}.", "{0} 中 {1} 同时为 {2} 和 {3}。"],
  [
    "{0} shares axis {1}, which has {2} in one and {3} in the other.",
    "{0} 共用第 {1} 轴，但一个为 {2}，另一个为 {3}。",
  ],
  [
    "{0} can expand axis {1} only from 1 to {2}, it has {3}.",
    "{0} 只能将第 {1} 轴从 1 扩展到 {2}，而它是 {3}。",
  ],
  ["{0} cannot flatten from axis {1} to the earlier axis {2}.", "{0} 不能从第 {1} 轴展平到更前的第 {2} 轴。"],
  ["{0} drops axis {1} of {2}, which has the size {3}.", "{0} 去掉 {2} 的第 {1} 轴，而它的大小为 {3}。"],
  ["{0} takes boxes of 4 numbers each, receives {1}.", "{0} 的每个框为 4 个数，实际收到 {1}。"],
  ["{0} needs a positive number of chunks, not {1}.", "{0} 的份数须为正，而不是 {1}。"],
  [
    '{0} takes int32 indices, receives {1}; make it with "int32" or .toInt().',
    '{0} 需要 int32 编号，实际收到 {1}；请用 "int32" 创建或 .toInt()。',
  ],
  ["{0} takes sequences of length {1}, receives {2}.", "{0} 需要长度为 {1} 的序列，实际收到 {2}。"],
  ["{0} takes a pointwise filter of size 1, receives {1}.", "{0} 的逐点滤波器大小须为 1，实际收到 {1}。"],
  ["{0} needs known sizes, receives {1}.", "{0} 需要确定的尺寸，实际收到 {1}。"],
  ["{0} needs a known size on axis {1}, receives {2}.", "{0} 的第 {1} 轴需要确定的尺寸，实际收到 {2}。"],
  [
    "{0} is stateful and needs a known batch size, receives {1}.",
    "{0} 有状态，需要确定的批次大小，实际收到 {1}。",
  ],
  [
    "{0} is not connected: an output depends on this input, which is not among the model's inputs.",
    "{0} 没有连通：某个输出依赖此输入，而它不在模型的输入之中。",
  ],
  [
    "{0} gives several tensors; a sequential model takes layers with one.",
    "{0} 给出多个张量；序列模型只接受给出一个的层。",
  ],
  [
    "{0} gives {1} where the targets are {2}: flatten is missing before its last dense layer.",
    "{0} 给出 {1}，而目标为 {2}：最后的全连接层之前缺少 flatten。",
  ],
  ["{0} asks for {1} parts; {2} are the most.", "{0} 要求 {1} 份；最多 {2} 份。"],
  [
    "{0} mirrors {1} entries of axis {2}, which has {3} to mirror.",
    "{0} 镜像第 {2} 轴的 {1} 项，而它只有 {3} 项可镜像。",
  ],
  [
    "{0} takes {1} from {2} on of axis {3}, which has {4}.",
    "{0} 从第 {3} 轴的 {2} 起取 {1} 项，而它只有 {4} 项。",
  ],
  ["{0} takes the {1} largest of {2} values.", "{0} 要取 {2} 个值中最大的 {1} 个。"],
  ["{0} cannot make its kernel {1}.", "{0} 不能创建形状为 {1} 的权重。"],
  ["{0} takes a bias of {1}, receives {2}.", "{0} 需要形状为 {1} 的偏置，实际收到 {2}。"],
  [
    "{0} needs {1} values for {2}, receives {3}: four values a pixel, as canvases have them, where three are meant.",
    "{0} 为 {2} 需要 {1} 个值，实际收到 {3} 个：画布每个像素有四个值，而此处应为三个。",
  ],
  [
    "{0} needs {1} values for {2}, receives {3}, {4} times as many.",
    "{0} 为 {2} 需要 {1} 个值，实际收到 {3} 个，是其 {4} 倍。",
  ],
  ["{0} needs {1} values for {2}, receives {3}.", "{0} 为 {2} 需要 {1} 个值，实际收到 {3} 个。"],
  ["{0} needs {1} values for {2}, has {3}.", "{0} 为 {2} 需要 {1} 个值，而只有 {3} 个。"],
  // loaded models
  [
    "{0} takes another size on axis {1}: it takes {2} and receives {3}.",
    "{0} 的第 {1} 轴大小不同：需要 {2}，实际收到 {3}。",
  ],
  ["{0} takes the sizes as a list of numbers, behind the data.", "{0} 的尺寸应为数字列表，写在数据之后。"],
  ["{0} holds {1} in a {2}, receives an {3}.", "{0} 的 {1} 存放在 {2} 中，实际收到 {3}。"],
  ["{0} holds {1} in a {2}, receives a {3}.", "{0} 的 {1} 存放在 {2} 中，实际收到 {3}。"],
  ["{0} needs {1}: {2}.", "{0} 缺少必需的 {1}：{2}。"],
  // fixes
  ["Set {0} of {1} to {2}, which keeps the size", "将 {1} 的 {0} 设为 {2}，以保持尺寸"],
  ["Set {0} of {1} to {2} (now {3})", "将 {1} 的 {0} 设为 {2}（现为 {3}）"],
  ["Set size {0} to {1} (now {2})", "将第 {0} 个尺寸设为 {1}（现为 {2}）"],
  ["Set the parts to {0}", "将各份设为 {0}"],
  ["Set {0} to {1} (now {2})", "将 {0} 设为 {1}（现为 {2}）"],
  ["Set {0} to {1}", "将 {0} 设为 {1}"],
  ["Use the option {0}", "使用选项 {0}"],
  ["Use {0}", "使用 {0}"],
  ["View as {0}", "看作 {0}"],
  ["Project the skip with {0}", "用 {0} 投影跳连"],
  ["Insert {0}: channels first", "插入 {0}：通道在前"],
  ["Insert {0}: classes on axis {1}", "插入 {0}：类别在第 {1} 轴"],
  ["Insert {0}: class numbers", "插入 {0}：类别编号"],
  ["Insert {0}", "插入 {0}"],
  ["Flatten from {0} to {1}", "从 {0} 展平到 {1}"],
  ["Permute to {0}", "排列为 {0}"],
  ["Pad by {0}", "以 {0} 填充"],
  ["Remove the comment", "删除此注释"],
  ["Silence {0} on this line", "在此行屏蔽 {0}"],
  ["Fix all shape errors", "修复所有形状错误"],
  ["Add shape annotation", "添加形状注释"],
];

export default sentences;
