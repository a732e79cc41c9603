// ConvTranspose2d runs a convolution backwards. Each cell of a 2 × 2 map stamps a 3 × 3 pattern; the stamps overlap and add up to 4 × 4.
import { nn, randn } from "@convlens/engine";

const up = new nn.ConvTranspose2d(2, 3, 3);
const small = randn([20, 2, 2, 2]);
const large = up.forward(small); // (2 − 1) · 1 + 3 = 4 along each axis

console.log(String(up));
console.log(large.shape);
