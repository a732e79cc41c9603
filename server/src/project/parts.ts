/**
 * Independent parts of a file: top-level statements that no shared name connects. Nothing that happens in one is seen in
 * another, so each is interpreted alone, and again only when its own text changes.
 *
 *   class A {}  const a = new A();  class B {}     // two parts: { class A, a } and { class B }
 *
 * What many can have without their noticing each other (`shared`) connects nothing: each part that speaks of it has it.
 */
import type { SourceModule } from "../syntax/lower.ts";
import type { Facts, Piece } from "../syntax/pieces.ts";
import { importsAtRunTime } from "../syntax/specifiers.ts";
import {
  constantsOf,
  functionsOf,
  leavesShared,
  mentionedIn,
  type Named,
  namesOf,
  withFunctions,
} from "./shared.ts";

type KindOf = (specifier: string) => "library" | "project" | "unknown";

/** What two parts might talk through without declaring it. */
const SHARED = ["globalThis", "window", "self", "global", "module", "exports", "require"];

/** The pieces of one part in source order. */
export interface Part {
  readonly pieces: readonly Piece[];
  /** Those of them that are functions of other parts as well. */
  readonly guests: ReadonlySet<Piece>;
}

/**
 * The file's pieces by part; imports, constants and functions without a state stand in every part that mentions what they
 * declare. `owned`: functions that are to stand in one part only.
 */
export function partsOf(
  module: SourceModule,
  kindOf: KindOf,
  owned: ReadonlySet<string> = new Set(),
): readonly Part[] {
  const { pieces } = module;
  const guests = new Set<Piece>();
  // a script's assignments make globals, and `var` in a block declares outside of it: names that nobody lists
  const isModule = pieces.some(({ role }) => role === "import" || role === "export");
  if (!isModule || pieces.some(({ hoists }) => hoists)) return [{ pieces, guests }];
  const imports = pieces.flatMap((piece) =>
    piece.facts.imports === undefined
      ? []
      : [{ piece, names: piece.declares, kind: kindOf(piece.facts.imports) }],
  );
  // files of the project may hold state that all their importers share
  const projectNames = imports.flatMap(({ names, kind }) => (kind === "project" ? names : []));
  const constants = constantsOf(pieces);
  const connecting = [...SHARED, ...projectNames];
  const functions = functionsOf(pieces, constants, { connecting, owned });
  const code = pieces.filter(
    (piece) => piece.role === "code" && !constants.has(piece) && !functions.has(piece),
  );
  const groups = withFunctions(connected(code, projectNames), functions, (rest) =>
    connected(rest, projectNames),
  );
  const firstLibrary = imports.find(({ kind }) => kind === "library")?.piece;
  const withConstants = mentionedIn(constants);
  const parts = groups.map(({ own, functions: used }): Part => {
    const spoken = withConstants([...own, ...used]);
    const mentions = (name: string): boolean => spoken.some((piece) => piece.mentions.has(name));
    const needed = new Set<Piece>(firstLibrary ? [firstLibrary] : []);
    const meetsProject = projectNames.some(mentions);
    for (const { piece, names } of imports)
      if (names.length === 0 ? meetsProject : names.some(mentions)) needed.add(piece);
    return { pieces: [...needed, ...spoken].sort((a, b) => a.start - b.start), guests: used };
  });
  const inParts = new Set(parts.flatMap((part) => part.pieces));
  // nothing happens in these; what their comments say still counts
  const rest = pieces.filter((piece) => !inParts.has(piece));
  return [...parts, { pieces: rest, guests }].filter((part) => part.pieces.length > 0);
}

/** The parts of one text of a file after another: a keystroke seldom changes which pieces share a name. */
export class Partition {
  private pieces: readonly Piece[] = [];
  private kinds = "";
  private owned = "";
  private names: ReadonlySet<string> = new Set(); // those that connect
  private sharable: readonly Named[] = []; // whether they do depends on what is done with them
  private parts: readonly { readonly pieces: readonly number[]; readonly guests: readonly number[] }[] = [];

  of(module: SourceModule, kindOf: KindOf, owned: ReadonlySet<string>): readonly Part[] {
    const { pieces } = module;
    const kinds = pieces
      .flatMap(({ facts: { imports } }) => (imports === undefined ? [] : kindOf(imports)))
      .join();
    const owns = [...owned].join();
    const same =
      pieces.length === this.pieces.length &&
      kinds === this.kinds &&
      owns === this.owned &&
      pieces.every(({ facts }, i) => this.connectsAlike(this.pieces[i]!.facts, facts));
    this.pieces = pieces;
    if (same)
      return this.parts.map((part) => ({
        pieces: part.pieces.map((i) => pieces[i]!),
        guests: new Set(part.guests.map((i) => pieces[i]!)),
      }));
    const parts = partsOf(module, kindOf, owned);
    const places = new Map(pieces.map((piece, i) => [piece, i]));
    const placesOf = (some: Iterable<Piece>): number[] => [...some].map((piece) => places.get(piece)!);
    this.kinds = kinds;
    this.owned = owns;
    this.names = new Set([...SHARED, ...pieces.flatMap(({ declares }) => declares)]);
    this.sharable = namesOf(pieces);
    this.parts = parts.map((part) => ({ pieces: placesOf(part.pieces), guests: placesOf(part.guests) }));
    return parts;
  }

  /** Whether two texts of a piece are in the same part whatever the others are that declare names. */
  private connectsAlike(a: Facts, b: Facts): boolean {
    if (a === b) return true;
    const { names } = this;
    const extra = (from: Facts, to: Facts): boolean =>
      [...from.mentions].some((name) => names.has(name) && !to.mentions.has(name));
    return (
      a.role === b.role &&
      a.imports === b.imports &&
      a.constant === b.constant &&
      a.sharable === b.sharable &&
      a.hoists === b.hoists &&
      a.declares.join() === b.declares.join() &&
      importsAtRunTime(a.text) === importsAtRunTime(b.text) &&
      !extra(a, b) &&
      !extra(b, a) &&
      this.sharable.every((named) => leavesShared(a, named) === leavesShared(b, named))
    );
  }
}

/** Groups of pieces that share a name, in the order of their first pieces. */
function connected(pieces: readonly Piece[], projectNames: readonly string[]): Piece[][] {
  const leader = pieces.map((_, i) => i);
  const find = (i: number): number => {
    while (leader[i] !== i) i = leader[i] = leader[leader[i]!]!;
    return i;
  };
  const join = (a: number, b: number): void => {
    const [first, second] = [find(a), find(b)].sort((x, y) => x - y) as [number, number];
    leader[second] = first;
  };
  const owners = new Map<string, number>();
  const claim = (name: string, i: number): void => {
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, i);
    else join(owner, i);
  };
  const meetsProject = ({ mentions, text }: Piece): boolean =>
    projectNames.some((name) => mentions.has(name)) || importsAtRunTime(text);
  for (const [i, piece] of pieces.entries()) {
    for (const name of piece.declares) claim(name, i);
    for (const name of SHARED) if (piece.mentions.has(name)) claim(`shared ${name}`, i);
    if (meetsProject(piece)) claim("shared project", i);
  }
  for (const [i, piece] of pieces.entries())
    for (const name of piece.mentions) if (owners.has(name)) join(owners.get(name)!, i);
  const groups = new Map<number, Piece[]>();
  for (const [i, piece] of pieces.entries()) {
    const first = find(i);
    groups.set(first, [...(groups.get(first) ?? []), piece]);
  }
  return [...groups.values()];
}
