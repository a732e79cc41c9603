// ConvTranspose3d runs a convolution backwards. The same with boxes: eight cells stamp 3 × 3 × 3 boxes into 4 × 4 × 4.
import { nn, randn } from "@convlens/engine";

const up = new nn.ConvTranspose3d(2, 3, 3);
const small = randn([20, 2, 2, 2, 2]);
const large = up.forward(small); // (2 − 1) · 1 + 3 = 4 along each axis

console.log(String(up));
console.log(large.shape);
