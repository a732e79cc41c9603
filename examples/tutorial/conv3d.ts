// Conv3d adds time, or depth: the window is a little box.
import { nn, randn } from "@convlens/engine";

const conv = new nn.Conv3d(2, 3, 3, { stride: 2 });
const clips = randn([20, 2, 4, 5, 6]);
const maps = conv.forward(clips); // depth ⌊(4 − 3) / 2⌋ + 1 = 1

console.log(String(conv));
console.log(maps.shape);
