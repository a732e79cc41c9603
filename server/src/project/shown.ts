/** What is shown of a file: its parts, at the places where they stand now. */
import type { Analysis, Finding, FunctionFact } from "../facts/analysis.ts";
import { joinedFact } from "../facts/join.ts";
import { computed } from "../facts/lazy.ts";
import type { Piece } from "../syntax/pieces.ts";
import type { Part as Pieces } from "./parts.ts";
import { type Facts, type Move, Relocated } from "./relocate.ts";

/** A part as it was interpreted. */
export interface Interpreted {
  readonly analysis: Analysis;
  readonly starts: readonly number[]; // of its pieces when it was interpreted
  moved?: { readonly to: readonly number[]; readonly facts: Facts }; // what was asked for last
}

/** A part where its pieces stand now, and the stretches of the file that they take: its own, and functions of many. */
export interface Placed {
  readonly part: Interpreted;
  readonly places: readonly number[];
  readonly stretches: readonly { readonly start: number; readonly end: number }[];
}

/** Imports and constants stand in many parts, and nothing of them is shown. */
export function placedAs(part: Interpreted, { pieces, guests }: Pieces): Placed {
  const own = (piece: Piece): boolean => piece.role !== "import" && !piece.constant && !guests.has(piece);
  const places = pieces.map(({ start }) => start);
  const [first, last] = [pieces.find(own), pieces.findLast(own)];
  return { part, places, stretches: [{ start: first?.start ?? 0, end: last?.end ?? 0 }, ...guests] };
}

/** The parts as one, with these findings. `views`: of parts that were moved already. */
export function shown(
  file: string,
  placed: readonly Placed[],
  findings: readonly Finding[],
  views: Map<Interpreted, Facts>,
): Analysis {
  // what is read twice of one analysis is the same thing
  const known = new Map<keyof Facts, readonly unknown[]>();
  const all: All = <K extends keyof Facts>(name: K): Facts[K] => {
    const list =
      known.get(name) ??
      asOne(
        name,
        placed.flatMap(({ part, places }): readonly unknown[] => {
          if (part.analysis[name].length === 0) return [];
          const view = views.get(part) ?? viewOf(part, file, places);
          views.set(part, view);
          return view[name];
        }),
      );
    known.set(name, list);
    return list as unknown as Facts[K];
  };
  return lists.add({ file, findings }, all);
}

type All = <K extends keyof Facts>(name: K) => Facts[K];

const lists = computed<All, Facts>({
  applications: (all) => all("applications"),
  layers: (all) => all("layers"),
  bindings: (all) => all("bindings"),
  mentions: (all) => all("mentions"),
  functions: (all) => all("functions"),
  models: (all) => all("models"),
  moduleUses: (all) => all("moduleUses"),
  references: (all) => all("references"),
  loads: (all) => all("loads"),
  gaps: (all) => all("gaps"),
});

/** A function that stands in many parts is one, with what all of them call it with. */
function asOne(name: keyof Facts, all: readonly unknown[]): readonly unknown[] {
  if (name !== "functions") return all;
  const facts = all as readonly FunctionFact[];
  const bySite = new Map<number, FunctionFact>();
  for (const fact of facts) {
    const before = bySite.get(fact.span.start);
    bySite.set(fact.span.start, before ? joinedFact(before, fact) : fact);
  }
  return bySite.size === facts.length ? facts : [...bySite.values()];
}

/** A part's analysis with its pieces at these places. */
function viewOf(part: Interpreted, file: string, places: readonly number[]): Facts {
  const move = mover(file, part.starts, places);
  if (!move) return part.analysis;
  const known = part.moved && equal(part.moved.to, places) ? part.moved : undefined;
  const moved = known ?? { to: places, facts: new Relocated(part.analysis, move) };
  part.moved = moved;
  return moved.facts;
}

const equal = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** From where pieces stood to where they stand; undefined where that is the same. */
export function mover(file: string, from: readonly number[], to: readonly number[]): Move | undefined {
  if (equal(from, to)) return undefined;
  return (span) => {
    if (span.file !== file) return span;
    const next = from.findIndex((start) => start > span.start);
    const at = next < 0 ? from.length - 1 : next - 1;
    const by = at < 0 ? 0 : to[at]! - from[at]!;
    return by === 0 ? span : { file, start: span.start + by, end: span.end + by };
  };
}
