/** The pages of findings about layers: channels, windows, normalisations, recurrent layers. */
import type { RuleTexts } from "./index.ts";

export const layers: RuleTexts = {
  "attention-embed": [
    "query、key 或 value 的特征数与注意力层不符",
    "query 的最后一轴必须等于 `embedDim`；若给出了 `kdim` 和 `vdim`，key 和 value 的最后一轴须分别与之相等。",
  ],
  "attention-heads": ["头数不能整除特征数", "每个头处理 `embedDim / numHeads` 个特征。"],
  "attention-shape": [
    "query、key 和 value 互不匹配",
    "key 与 value 的长度相同，三者的批次相同。未设 `batchFirst` 时，批次是第 1 轴。",
  ],
  "channels-unknown": ["通道数未定", "卷积核是按已知的通道数创建的。"],
  "conv-in-channels": [
    "输入的通道数与卷积层构造时的不同",
    "卷积的权重为每个输入通道各有一片。请将 `inChannels` 设为实际到达的通道数，或让前面的层给出所需的通道数。经过 `cat` 之后，各部分的通道数相加。",
  ],
  dilation: ["空洞小于 1", "卷积核相邻两格之间至少相距一格。"],
  "embedding-index": ["嵌入表没有的行", "编号和 `paddingIdx` 都是表中的行：从 0 到 `numEmbeddings − 1`。"],
  "embedding-length": ["序列的长度不同", "设定了 `inputLength` 的嵌入层只接受该长度的序列。"],
  "filter-size": ["逐点滤波器带有窗口", "可分离卷积的第二个滤波器形状为 `[1, 1, in · multiplier, out]`。"],
  "flatten-open": ["展平未定的尺寸", "除批次外，所有尺寸都必须已知。全局池化则没有此要求。"],
  "fold-blocks": [
    "Fold 收到的块数与其输出不符",
    "列数必须等于以该卷积核、空洞、填充和步长在 `outputSize` 上滑动的块数。",
  ],
  "fold-channels": ["Fold 的行数不是块大小的倍数", "每个通道带来 `kernelHeight · kernelWidth` 行。"],
  "groups-divide": [
    "分组数不能整除通道数",
    "分组卷积相当于并排的 `groups` 个卷积，各自处理自己那份通道；输入和输出的通道数都必须是 `groups` 的倍数。",
  ],
  "initial-state": [
    "初始状态与循环单元不匹配",
    "循环层的单元有几个状态，就需要几个初始状态，宽度均为 `units`：LSTM 需要两个，其他单元需要一个。",
  ],
  "input-shape-missing": [
    "第一层没有说明它的输入",
    "序列模型的第一层需要 `inputShape`（或 `batchInputShape`）。",
  ],
  "kernel-size": ["卷积核小于 1", "窗口至少有一格。"],
  "kernel-too-large": [
    "卷积核大于它的输入",
    "带空洞的卷积核跨 `dilation·(kernelSize − 1) + 1` 格，必须放得进填充后的输入。请增加填充、改用更小的卷积核，或减少前面的池化。",
  ],
  "layer-built": [
    "同一层又用于另一个特征数",
    "层在首次使用时按那时的输入创建权重；之后的每个输入都必须与这些权重相符。",
  ],
  layout: [
    "通道在最后，而层要求通道在前",
    "本库的层接受 `[N, C, H, W]`。图像往往是 `[N, H, W, C]`：用 `permute(0, 3, 1, 2)` 移动通道；对于序列 `[N, L, C]`，用 `transpose(1, 2)`。",
  ],
  "linear-in-features": [
    "输入的特征数与线性层构造时的不同",
    "线性层与最后一轴相乘，其大小必须等于 `inFeatures`。在 flatten 之后，它是通道数与特征图大小的乘积：`64·7·7 = 3136`。它会随图像大小以及前面的每一处填充而改变。",
  ],
  "linear-rank": [
    "特征图未经展平就到达线性层",
    "线性层只看最后一轴。请在特征图与该层之间加上 `flatten(1)`。",
  ],
  "missing-flatten": [
    "全连接层作用于特征图",
    "全连接层只处理最后一轴，什么输入都接受，因此漏写 `flatten` 要到目标出现时才会显露。",
  ],
  "norm-axis": ["沿未定的轴归一化", "通道所在轴的大小必须已知。"],
  "norm-features": [
    "归一化层的宽度与输入不同",
    "批归一化、实例归一化和组归一化为每个通道各保存一个缩放和一个平移。该数目必须等于输入的通道数。",
  ],
  "norm-groups": ["GroupNorm 的组数不能整除通道数", "每组分得相同数量的通道。"],
  "norm-one-value": [
    "对单个值做归一化",
    "单个值的均值就是它自己，因此一切都会变成 0。请在更大的特征图上归一化，或让一组包含多个通道；自行计算统计量的批归一化需要不止一个样本。",
  ],
  "norm-rank": [
    "对超过四个轴的张量归一化",
    "TensorFlow.js 能构造这样的层，但运行时会抛出错误，例如在 `conv3d` 之后。请对改形后的特征图归一化，或不用它。",
  ],
  "norm-shape": [
    "LayerNorm 的形状不是输入形状的末尾",
    "`normalizedShape` 必须与输入的最后几个轴逐一相等。对于通道在前的特征图，请先重排，或改用 GroupNorm。",
  ],
  "numeric-padding": [
    "滤波器不是正方形，却用一个数作填充",
    "两个轴都会使用滤波器的高度及其步长。请写成 `[[0, 0], [top, bottom], [left, right], [0, 0]]`。",
  ],
  "output-empty": [
    "特征图什么也不剩",
    "输出的边长将为 0 或更小：输入对这个窗口来说太小了。请去掉一个池化，或使用更大的输入。",
  ],
  "output-negative": [
    "尺寸小于零",
    "窗口大于特征图剩下的部分。请去掉一个池化、用 `same` 填充，或使用更大的输入。",
  ],
  "output-padding": [
    "outputPadding 过大",
    "它在带步长的卷积会映射到同一输出的几个尺寸之中选一个，因此必须小于步长或空洞。",
  ],
  padding: [
    "层不能使用的填充",
    "卷积不接受负的填充；填充层每个轴需要两个尺寸，可以裁剪，但不能超过已有的大小。",
  ],
  "padding-mode": [
    "未知或不适用的填充模式",
    "反射填充须小于边长，循环填充最多等于边长；转置卷积只能用零填充。",
  ],
  "pixel-shuffle": [
    "通道数不是放大倍数平方的倍数",
    "PixelShuffle 将 `r²` 个输入通道变为一个输出通道；PixelUnshuffle 要求边长是其倍数的整数倍。",
  ],
  "pool-padding": [
    "池化的填充超过了窗口的一半",
    "否则窗口可能整个落在填充之中。`padding` 最多为 `kernelSize / 2`。",
  ],
  rank: [
    "输入的轴数不对",
    "二维的层接受 `[N, C, H, W]`，或者没有批次的 `[C, H, W]`。请用 `unsqueeze` 补上缺少的轴，或改用适合这个轴数的层。",
  ],
  "rnn-input-size": [
    "序列每步的大小与循环层构造时的不同",
    "`inputSize` 是最后一轴的大小。若前面是双向的层，它是那一层 `hiddenSize` 的两倍。",
  ],
  "rnn-state": [
    "循环层的初始状态形状不同",
    "状态的形状为 `[numLayers · directions, N, hiddenSize]`：批次在第 1 轴，设了 `batchFirst` 也是如此。",
  ],
  "same-stride": ["“same” 填充与步长并用", "带步长的卷积不能保持尺寸。请以数字给出填充。"],
  "softmax-axis": [
    "不沿最后一轴的 softmax",
    "TensorFlow.js 只能沿最后一轴计算 softmax，而该层的默认轴是 1。",
  ],
  "stateful-batch": [
    "有状态的层没有得到其批次大小",
    "状态是为批次中的每个样本保存的。请给出 `batchInputShape`，并以该大小的批次给出数据：`predict`、`evaluate` 和 `fit` 默认每批 32 个，除非 `batchSize` 另有规定。",
  ],
  stride: ["步长小于 1", "窗口每次至少移动一格。"],
  "stride-dilation": [
    "步长与空洞并用",
    "TensorFlow.js 能构造这样的层，但运行时会抛出错误：两者之一必须为 1。",
  ],
  upsample: ["没有定义的上采样", "请给出尺寸或倍数；每种插值模式适用的轴数各不相同。"],
  "upsample-size": [
    "以一个数作为上采样的尺寸",
    "`size` 是一对数。只给一个数会得到尺寸为 NaN 的特征图，而且不报错。",
  ],
  "weight-shape": ["权重的尺寸不是整数", "权重在层首次使用时创建，因此那时输入的特征数必须已知。"],
  "weight-size": [
    "权重的尺寸与函数所需的不同",
    "函数以参数形式接受学习得到的张量：偏置为每个输出通道一个值，归一化的缩放和平移为每个通道一个值（或 `normalizedShape` 的每格一个值），权重的轴数与该函数的卷积核相同。`setWeights` 为层或模型的每个权重接受一个形状相同的张量。",
  ],
};
