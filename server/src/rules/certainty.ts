/**
 * What makes a finding certain: the chain of facts that lead to it, each with its place. A guess is named as one, so
 * that a test can hold every finding to have none.
 *
 *   written   randn([1, 3, 8, 8]) is [1, 3, 8, 8]
 *   computed  `a` = Conv2d(3 → 16, k3) makes [1, 16, 6, 6] of [1, 3, 8, 8]
 *   required  Conv2d `b` expects 32 input channels, receives 16
 */
import { prettyShape } from "@convlens/engine/specs";
import type { Evidence } from "../facts/analysis.ts";
import type { Application, Subject, Tensor } from "../facts/values.ts";
import type { Read } from "./fixes/edit.ts";
import { problems } from "./problems/index.ts";
import { nameOf } from "./words/name.ts";
import { describe } from "./words/producer.ts";

const MOST_LINKS = 40; // of one chain; what is further back is told by its shape alone

export function certaintyOf(subject: Subject, read: Read): Evidence[] {
  const links: Evidence[] = [];
  const seen = new Set<Tensor | Application>();
  const anyRank = problems[subject.problem.code].certainAtAnyRank === true;
  const visit = (tensor: Tensor): void => {
    const key = tensor.producer ?? tensor;
    if (seen.has(key) || tensor.shape === null || links.length > MOST_LINKS) return;
    seen.add(key);
    for (const input of tensor.producer?.inputs ?? []) visit(input);
    links.push(linkOf(tensor, anyRank, read));
  };
  for (const tensor of subject.inputs) if (tensor) visit(tensor);
  return [...links, ...argumentsOf(subject, read), required(subject)];
}

function linkOf(tensor: Tensor, anyRank: boolean, read: Read): Evidence {
  const shape = prettyShape(tensor.shape);
  if (tensor.uncertain)
    return { kind: "guess", message: `${shape} is what one of several ways asks for`, span: tensor.origin };
  const { producer } = tensor;
  if (producer) {
    const inputs = producer.inputs.filter((input) => input.shape).map((input) => prettyShape(input.shape));
    const from = inputs.length > 0 ? ` of ${inputs.slice(0, 4).join(" and ")}` : "";
    const maker = producer.layer ? describe(producer) : producer.op;
    return { kind: "computed", message: `${maker} makes ${shape}${from}`, span: producer.span };
  }
  if (tensor.askedBy)
    return tensor.assumed && !anyRank
      ? {
          kind: "guess",
          message: `${shape} is guessed from a layer that takes any rank`,
          span: tensor.askedBy,
        }
      : {
          kind: "asked",
          message: `${shape} is what the first layer that takes it asks for`,
          span: tensor.askedBy,
        };
  if (tensor.assumed && !anyRank)
    return { kind: "guess", message: `the rank of ${shape} is guessed`, span: tensor.origin };
  const text = read(tensor.origin);
  return text !== undefined && /[([]/.test(text)
    ? { kind: "written", message: `${text.split("\n", 1)[0]} is ${shape}`, span: tensor.origin }
    : {
        kind: "declared",
        message: `${tensor.name ?? text ?? "the input"} is declared as ${shape}`,
        span: tensor.origin,
      };
}

/** The arguments that the problem speaks of, as they stand in the source. */
function argumentsOf({ problem: { at }, argSpans }: Subject, read: Read): Evidence[] {
  const names = at === "call" ? [] : "arg" in at ? [at.arg] : "args" in at ? at.args : [];
  return names.flatMap((name): Evidence[] => {
    const span = argSpans[name];
    const text = span && read(span);
    return span === undefined || text === undefined
      ? []
      : [{ kind: "written", message: `${name} is ${text}`, span }];
  });
}

/** Made behind an error or of a rank that was guessed: then the rule is one that holds all the same. */
const required = (subject: Subject): Evidence => ({
  kind: "required",
  message: `${nameOf(subject)} ${subject.problem.message}`,
  span: subject.span,
});
