/** Groups that do not divide: the nearest number of groups that does, or the channels rounded up. */
import { dimOf, gcd } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import { setArgument } from "./edit.ts";

export function groupFixes({ args, argSpans }: Subject): readonly Fix[] {
  const name = ["numGroups", "numHeads"].find((param) => args[param] !== undefined) ?? "groups";
  const groups = dimOf(args[name]);
  const channels = ["inChannels", "outChannels", "numChannels", "embedDim"].flatMap((param) =>
    args[param] === undefined ? [] : [{ param, size: dimOf(args[param]) }],
  );
  if (typeof groups !== "number" || channels.some(({ size }) => typeof size !== "number")) return [];
  const common = channels.reduce((g, { size }) => gcd(g, size as number), 0);
  const candidates = divisors(common).sort((a, b) => Math.abs(a - groups) - Math.abs(b - groups) || b - a);
  const rounded = groups > 0 ? channels.filter(({ size }) => (size as number) % groups !== 0) : [];
  return [
    ...candidates.slice(0, 2).flatMap((value) => setArgument(name, argSpans[name], value, groups)),
    ...rounded.flatMap(({ param, size }) =>
      setArgument(param, argSpans[param], Math.ceil((size as number) / groups) * groups, size),
    ),
  ];
}

const divisors = (n: number): number[] =>
  Array.from({ length: Math.min(n, 4096) }, (_, i) => i + 1).filter((d) => n % d === 0);
