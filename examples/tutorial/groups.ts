// groups = 2 is two convolutions side by side, each on its half of the channels.
import { cat, nn, randn } from "@convlens/engine";

const grouped = new nn.Conv2d(4, 6, 3, { groups: 2, bias: false });
const x = randn([1, 4, 5, 5]);

const [first, second] = x.chunk(2, 1);
const [upper, lower] = grouped.weight.chunk(2, 0);
const left = new nn.Conv2d(2, 3, 3, { bias: false });
const right = new nn.Conv2d(2, 3, 3, { bias: false });
left.loadStateDict({ weight: upper! });
right.loadStateDict({ weight: lower! });
const apart = cat([left.forward(first!), right.forward(second!)], 1);

console.log(grouped.forward(x).shape);
console.log(String(grouped.forward(x)) === String(apart));
