// ConvTranspose1d runs a convolution backwards. Each of the two values paints a stroke of three cells; the strokes overlap and add up to four.
import { nn, randn } from "@convlens/engine";

const up = new nn.ConvTranspose1d(2, 3, 3);
const small = randn([20, 2, 2]);
const large = up.forward(small); // (2 − 1) · 1 + 3 = 4 along each axis

console.log(String(up));
console.log(large.shape);
