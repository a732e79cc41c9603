// Unfold cuts a picture into sliding blocks. Each block of 2 × 2 becomes one column, so that a convolution is a matrix product.
import { arange, nn } from "@convlens/engine";

const image = arange(1, 17).view(1, 1, 4, 4);
const blocks = new nn.Unfold([2, 2]).forward(image); // 3 × 3 places for the block

console.log(blocks.shape);
console.log(String(blocks));
