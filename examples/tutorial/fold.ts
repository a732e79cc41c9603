// Fold puts the blocks back and adds where they overlap: a corner lies in one block, an inner cell in four.
import { arange, nn } from "@convlens/engine";

const image = arange(1, 17).view(1, 1, 4, 4);
const blocks = new nn.Unfold([2, 2]).forward(image);
const sums = new nn.Fold([4, 4], [2, 2]).forward(blocks);

console.log(String(sums));
