/** The help of the command line in Simplified Chinese, by its English text. Examples are added as they are. */
const help: Readonly<Record<string, string>> = {
  "Usage:": "用法:",
  "Arguments:": "参数:",
  "Options:": "选项:",
  "Global Options:": "全局选项:",
  "Commands:": "命令:",
  "Shapes and shape errors of neural networks written in TypeScript. Your code is read, never run.":
    "用 TypeScript 编写的神经网络的形状与形状错误。只读取您的代码，从不运行。",
  "print the version": "显示版本",
  "print help": "显示帮助",
  "display help for command": "显示某个命令的帮助",
  "colours although the output is no terminal": "即使输出不是终端也使用颜色",
  "no colours (the variable NO_COLOR says the same)": "不使用颜色（等同于环境变量 NO_COLOR）",
  "find shape errors in files, folders and patterns": "在文件、文件夹和通配模式中查找形状错误",
  "a model as a table: shapes, parameters, multiply-adds, receptive field":
    "以表格显示模型：形状、参数、乘加次数、感受野",
  "what differs between two models, or a model and an earlier state of it":
    "两个模型之间、或模型与其早先状态之间的差别",
  "what comes out of each layer of a model, or of one layer": "模型每一层或某一层的输出",
  "how long each layer of a model takes: ms, GFLOP/s, algorithm": "模型每一层的耗时：毫秒、GFLOP/s、算法",
  "a model with its weights as an ONNX file": "将模型连同权重导出为 ONNX 文件",
  "what a finding means, with a wrong and a right example": "解释某个问题的含义，附错误与正确的示例",
  "what this machine has: for bug reports": "本机的配置，用于报告错误",
  "the language server on standard input and output, for any editor":
    "标准输入输出上的语言服务器，适用于任何编辑器",
  "a server of the model context protocol on standard input and output, for assistants":
    "标准输入输出上的模型上下文协议（MCP）服务器，供 AI 助手使用",
  "files, folders or patterns; this folder where none is given":
    "文件、文件夹或通配模式；未给出时为当前文件夹",
  "how findings are written": "结果的输出格式",
  "write the report to a file": "将报告写入文件",
  "exit with 1 for more warnings than these": "警告数超过此值时以 1 退出",
  "errors only": "只报告错误",
  "leave shapes out of JSON": "JSON 中不含形状",
  "tell the facts that make each finding certain (text and JSON)": "给出使每个结论成立的事实（文本与 JSON）",
  "mend what can be mended; each fix is tried before it is made": "修复可修复的问题；每项修复都先经过验证",
  "with --fix: print the changes as a diff, and make none": "与 --fix 合用：以 diff 显示改动，但不写入",
  "check again when files change": "文件变化时重新检查",
  "only files that differ from a git revision, and those that import them":
    "只检查与某个 git 版本不同的文件，以及导入它们的文件",
  "remember what was found in files that stay the same": "缓存未变文件的检查结果",
  "where that is kept": "缓存文件的位置",
  "the i-th of n parts of the files, for parallel jobs": "n 份文件中的第 i 份，用于并行任务",
  "threads; 0 for as many as the machine has": "线程数；0 表示与本机核心数相同",
  "a configuration in place of those beside the files": "用此配置代替文件旁的配置",
  "language of the text: en or zh-cn; the system's if left out": "文本语言：en 或 zh-cn；省略时使用系统语言",
  "check the standard input, as if it were this file": "检查标准输入，视其为此文件",
  "paths that match nothing are no error": "没有匹配的路径不算错误",
  "a file, one of its models, or a model file (.onnx, model.json)":
    "文件、其中的某个模型，或模型文件（.onnx、model.json）",
  "the input's sizes, such as 1,3,224,224": "输入的尺寸，例如 1,3,224,224",
  "how it is written": "输出格式",
  "write it to a file": "写入文件",
  "modules nested deeper are one row": "嵌套更深的模块合为一行",
  "which columns, and in which order": "显示哪些列及其顺序",
  "compare shapes, parameters and multiply-adds with a snapshot": "将形状、参数和乘加次数与快照比较",
  "with --check: write the snapshot": "与 --check 合用：写入快照",
  "the model": "模型",
  "another FILE#Model, a model file, or a git revision of the same":
    "另一个 FILE#Model、模型文件，或同一模型的 git 版本",
  "a file, FILE#Model or FILE:LINE": "文件、FILE#Model 或 FILE:LINE",
  "what goes in: picture, randn(7), zeros, ones, ramp, checkerboard, or a .png, .jpg or .npy":
    "输入内容：picture、randn(7)、zeros、ones、ramp、checkerboard，或 .png、.jpg、.npy 文件",
  "of initial weights": "初始权重的随机种子",
  "a .safetensors, or the model.json of TensorFlow.js": ".safetensors 文件，或 TensorFlow.js 的 model.json",
  "threads; 0 for as many as are good": "线程数；0 表示自动选择",
  "keep what comes out: .npy has its values, .png draws the first 64 maps":
    "保存输出：.npy 保存数值，.png 绘制前 64 个特征图",
  "a file, or one of its models": "文件，或其中的某个模型",
  "what it is called; the model's name with .onnx otherwise": "文件名；省略时为模型名加 .onnx",
  "a .safetensors; initial weights otherwise": ".safetensors 文件；省略时使用初始权重",
  "ONNX's operator set, 17 to 21": "ONNX 算子集版本，17 至 21",
  "the code of the finding, as it stands in brackets": "问题的代码，即方括号中的内容",
  "standard input and output, the only way there is": "标准输入输出，唯一的方式",
  "ends with this process": "随此进程结束",
  "choices:": "可选值:",
  "default:": "默认:",
  "Examples:": "示例:",
  "Columns:": "列:",
  "Configurations of editors:": "编辑器的配置:",
  "Register it as:": "注册方式:",
  "Example:": "示例:",
  "everything in this folder": "此文件夹中的全部文件",
  "folders and patterns": "文件夹和通配模式",
  "what mending would change, as a diff": "修复会带来的改动，以 diff 显示",
  "what changed since main, and what depends on it": "自 main 以来的改动，以及依赖它们的文件",
  "a text that is not saved yet": "尚未保存的文本",
  "Files that .gitignore, .convlensignore or the configuration name are left out.":
    ".gitignore、.convlensignore 或配置中列出的文件会被跳过。",
  "Warnings alone exit with 0 unless --max-warnings says otherwise.":
    "若只有警告，则以 0 退出，除非 --max-warnings 另有规定。",
  "against what is committed": "与已提交的状态比较",
  "against a revision": "与某个版本比较",
  "its layers against those of a trained model": "将其各层与训练好的模型比较",
  "Exit codes: 0 no difference, 1 some, 2 wrong usage.": "退出码：0 没有差别，1 有差别，2 用法错误。",
  "It times a convolution of 64 channels for about a second. Nothing is sent anywhere.":
    "对 64 通道的卷积计时约一秒。不会向任何地方发送任何内容。",
  "all codes, a line each": "列出所有代码，每行一个",
  "Free sizes stay free in the file; those that a layer must know are given with --input.":
    "未定的尺寸在文件中保持未定；层必须知道的尺寸由 --input 给出。",
  "A layer without an exact form in ONNX is refused with the reason.":
    "在 ONNX 中没有精确对应形式的层会被拒绝，并说明原因。",
  "for older runtimes": "用于较旧的运行时",
  "keeps compiled code there, for quicker starts; nobody else may write to it":
    "在其中保存编译后的代码，加快启动；其他人不得写入",
  "the layer in line 12, in a model or in none": "第 12 行的层，无论是否在模型中",
  "The network is computed from its shapes with initial weights or those of a file; your program is not run.":
    "网络按其形状、用初始权重或文件中的权重计算；您的程序不会被运行。",
  "a trained model, as its file has it": "训练好的模型，如其文件所示",
  "keeps a snapshot": "保存快照",
  "exits with 1 when the model is no longer like it": "当模型与快照不符时以 1 退出",
  "Exit codes: 0 nothing found, 1 something was, 2 wrong usage, unreadable files or a mistake of ours.":
    "退出码：0 没有问题，1 有问题，2 用法错误、文件无法读取或程序自身出错。",
};
export default help;
