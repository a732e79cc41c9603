// Conv2d slides a window over a picture; a stride of 2 visits every other place in both directions.
import { nn, randn } from "@convlens/engine";

const conv = new nn.Conv2d(2, 3, 3, { stride: 2 });
const images = randn([20, 2, 5, 6]);
const maps = conv.forward(images); // height ⌊(5 − 3) / 2⌋ + 1 = 2, width ⌊(6 − 3) / 2⌋ + 1 = 2

console.log(String(conv));
console.log(maps.shape);
