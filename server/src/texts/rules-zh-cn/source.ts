/** The pages of findings about what is written: annotations, arguments, options and names. */
import type { RuleTexts } from "./index.ts";

export const source: RuleTexts = {
  "activation-name": [
    "激活函数的名称未知",
    "名称为驼峰式且须完全一致：`relu`、`hardSigmoid`。Leaky ReLU 是一个层：`tf.layers.leakyReLU`。",
  ],
  "annotation-contradicted": [
    "不可能成立的注释",
    "该值的形状必定与注释所写的不同。注释中的名称可代表任意尺寸，但每次出现都须相同。",
  ],
  "annotation-syntax": [
    "无法读懂的形状",
    "尺寸可以是数字、名称、`32*h` 这样的算式、表示未知尺寸的 `?`，以及表示任意多个轴的 `...`。",
  ],
  "annotation-unreachable": [
    "没有对象的注释",
    "`@shape` 应写在函数、方法、类或声明之前，并写明其中一个参数的名称，或写 `returns`。",
  ],
  "argument-missing": ["缺少必需的参数", "凡没有默认值的参数，层都需要。"],
  "argument-negative": ["尺寸小于零，或者为零", "通道数和特征数都是计数。"],
  "argument-type": ["参数的类型不对", "尺寸是整数，开关是 true 或 false，模式是字符串。"],
  "argument-unknown": ["层没有这个选项", "选项沿用 PyTorch 的名称，写成驼峰式。"],
  "argument-value": ["参数超出了范围", "概率在 0 到 1 之间；模式只能是该层文档所列的那些。"],
  "constraint-name": ["约束的名称未知", "可用的名称有 `maxNorm`、`minMaxNorm`、`nonNeg` 和 `unitNorm`。"],
  "data-format": ["数据格式的名称未知", "层接受 `channelsLast` 或 `channelsFirst`。"],
  "initializer-name": ["初始化方法的名称未知", "名称为驼峰式：写 `heNormal`，而不是 `he_normal`。"],
  "layer-undeclared": [
    "从未声明的层",
    "`forward` 使用了一个成员，但没有任何字段、构造函数或赋值给过它值。请声明它，或改用本来想写的名称。",
  ],
  "layer-unused": [
    "forward 从未使用的层",
    "它被构造、初始化并保存，但模型中没有任何路径经过它：要么忘了调用，要么是遗留下来的层。",
  ],
  "loss-name": [
    "损失函数的名称未知",
    "名称为驼峰式且不缩写：写 `meanSquaredError`，而不是 `mse`；`tf.losses` 的函数原样传入。",
  ],
  "metric-name": ["指标的名称未知", "指标用短名称：`accuracy`、`mse`、`mae`；`tf.metrics` 的函数原样传入。"],
  "optimizer-name": [
    "优化器的名称未知",
    "可用的有 sgd、adam、adamax、adagrad、adadelta 和 rmsprop；带设置的优化器由函数生成：`tf.train.adam(0.01)`。",
  ],
  limit: [
    "超过了能容纳的数量",
    "某个层要数到的数字远远超过内存所能容纳的：最多是一千层叠加的循环层，或一次调用得到十万个张量。",
  ],
  "option-ignored": ["不起作用的选项", "TensorFlow.js 会悄悄略过它不认识的选项，`groups` 就是其中之一。"],
  "regularizer-name": [
    "正则化方法的名称未知",
    "唯一的名称是 `l1l2`；其余用 `tf.regularizers.l1()` 和 `l2()` 创建。",
  ],
  "shape-asserted": [
    "断言不接受的形状",
    "程序运行时若形状不同，`assertShape` 会抛出错误。要么这条断言已经过时，要么它前面的某个层已不是原来的样子。",
  ],
  "tuple-length": ["尺寸列表的长度不对", "请给出一个适用于所有轴的数，或者每个轴各一个数。"],
  "unused-disable": ["什么也没有屏蔽的注释", "它原来屏蔽的问题已经改好。请删除它，否则它会掩盖下一个错误。"],
};
