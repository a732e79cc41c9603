// A lazy layer leaves its input channels open and learns them from the first input.
import { nn, randn } from "@convlens/engine";

const model = new nn.Sequential(new nn.LazyConv1d(256, 2), new nn.ReLU(), new nn.Linear(9, 10));
console.log(String(model.at(0)));

const output = model.forward(randn([2, 20, 10])); // 20 channels: now it is a Conv1d(20, 256, …)
console.log(String(model.at(0)));
console.log(output.shape);
