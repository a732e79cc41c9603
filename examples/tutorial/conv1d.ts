// Conv1d slides a window along one axis. Here 33 filters look at 16 channels, three steps at a time, two steps apart.
import { nn, randn } from "@convlens/engine";

const conv = new nn.Conv1d(16, 33, 3, { stride: 2 });
const signal = randn([20, 16, 50]); // 20 signals of 16 channels, 50 long
const output = conv.forward(signal); // ⌊(50 − 3) / 2⌋ + 1 = 24 places for the window

console.log(String(conv));
console.log(output.shape);
