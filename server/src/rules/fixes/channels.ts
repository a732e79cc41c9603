/** Channel and feature counts: mend them where they are asked for, or where the wrong ones are made. */
import { type Args, dimOf, isList } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { originOf } from "../words/producer.ts";
import { type Read, setArgument } from "./edit.ts";
import { asProduct, flattenedFrom } from "./factors.ts";

export function channelFixes(subject: Subject, read: Read): readonly Fix[] {
  const { problem, argSpans } = subject;
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const { arg } = problem.at;
  if (isDepthwise(subject.args)) return depthwise(subject);
  const { expected } = problem;
  const shape = subject.inputs[0] ? flattenedFrom(subject.inputs[0]) : null;
  return [
    ...setArgument(arg, argSpans[arg], expected, problem.received).map((fix) =>
      typeof expected === "number" ? asProduct(fix, expected, shape, read) : fix,
    ),
    ...atProducer(subject, problem.received),
  ];
}

const isDepthwise = (args: Args): boolean =>
  typeof args.groups === "number" && args.groups > 1 && args.groups === args.inChannels;

/** A depthwise layer changes in one piece: inChannels, outChannels and groups together. */
function depthwise({ problem, args, argSpans }: Subject): Fix[] {
  const [from, to] = [args.inChannels, problem.expected];
  if (typeof from !== "number" || typeof to !== "number") return [];
  const factor = dimOf(args.outChannels);
  const values: Record<string, number> = {
    inChannels: to,
    groups: to,
    ...(typeof factor === "number" && factor % from === 0 && { outChannels: (factor / from) * to }),
  };
  const edits = Object.entries(values).flatMap(([name, value]) =>
    argSpans[name] ? [{ span: argSpans[name], newText: String(value) }] : [],
  );
  const distinct = edits.filter(
    (edit, i) => edits.findIndex((other) => other.span.start === edit.span.start) === i,
  );
  return [{ title: `Make it depthwise over ${to}: set ${Object.keys(values).join(", ")}`, edits: distinct }];
}

/** The layer in front gives what this one asks for. */
function atProducer({ inputs }: Subject, wanted: Subject["problem"]["received"]): Fix[] {
  const [tensor] = inputs;
  const producer = tensor && originOf(tensor).producer;
  if (!producer?.layer || isList(wanted)) return [];
  const name =
    producer.args.outChannels !== undefined
      ? "outChannels"
      : producer.args.outFeatures !== undefined
        ? "outFeatures"
        : undefined;
  if (!name || producer.op.includes("Lazy")) return [];
  const fixes = setArgument(name, producer.argSpans[name], wanted, producer.args[name]);
  return fixes.map((fix) => ({
    ...fix,
    title: fix.title.replace(
      `Set ${name}`,
      `Set ${name} of ${producer.name ? `\`${producer.name}\`` : producer.op}`,
    ),
  }));
}

/** The layer in front of a PixelShuffle gives the next multiple of what it shuffles. */
export function nextMultiple(subject: Subject): readonly Fix[] {
  const { problem, args } = subject;
  const factor = dimOf(args.upscaleFactor);
  if (typeof factor !== "number" || typeof problem.received !== "number") return [];
  return atProducer(subject, Math.ceil(problem.received / factor ** 2) * factor ** 2);
}
