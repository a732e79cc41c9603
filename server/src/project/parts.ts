/**
 * Independent parts of a file: top-level statements that no shared name connects. Nothing that happens in one is seen in
 * another, so each is interpreted alone, and again only when its own text changes.
 *
 *   class A {}  const a = new A();  class B {}     // two parts: { class A, a } and { class B }
 *
 * Constants (`const WIDTH = 64`) connect nothing: nobody changes them, and each part that speaks of one has it.
 */
import type { SourceModule } from "../syntax/lower.ts";
import type { Facts, Piece } from "../syntax/pieces.ts";
import { importsAtRunTime } from "../syntax/specifiers.ts";

type KindOf = (specifier: string) => "library" | "project" | "unknown";

/** What two parts might talk through without declaring it. */
const SHARED = ["globalThis", "window", "self", "global", "module", "exports", "require"];

/**
 * The file's pieces by part, both in source order; imports and constants stand in every part that mentions what they
 * declare.
 */
export function partsOf(module: SourceModule, kindOf: KindOf): readonly (readonly Piece[])[] {
  const { pieces } = module;
  // a script's assignments make globals, and `var` in a block declares outside of it: names that nobody lists
  const isModule = pieces.some(({ role }) => role === "import" || role === "export");
  if (!isModule || pieces.some(({ hoists }) => hoists)) return [pieces];
  const imports = pieces.flatMap((piece) =>
    piece.facts.imports === undefined
      ? []
      : [{ piece, names: piece.declares, kind: kindOf(piece.facts.imports) }],
  );
  // files of the project may hold state that all their importers share
  const projectNames = imports.flatMap(({ names, kind }) => (kind === "project" ? names : []));
  const constants = constantsOf(pieces);
  const code = pieces.filter((piece) => piece.role === "code" && !constants.has(piece));
  const groups = connected(code, projectNames);
  const firstLibrary = imports.find(({ kind }) => kind === "library")?.piece;
  const parts = groups.map((group) => {
    const spoken = withConstants(group, constants);
    const mentions = (name: string): boolean => spoken.some((piece) => piece.mentions.has(name));
    const needed = new Set<Piece>(firstLibrary ? [firstLibrary] : []);
    const meetsProject = projectNames.some(mentions);
    for (const { piece, names } of imports)
      if (names.length === 0 ? meetsProject : names.some(mentions)) needed.add(piece);
    return [...needed, ...spoken].sort((a, b) => a.start - b.start);
  });
  const inParts = new Set(parts.flat());
  // nothing happens in these; what their comments say still counts
  const rest = pieces.filter((piece) => !inParts.has(piece));
  return [...parts, rest].filter((part) => part.length > 0);
}

/** The parts of one text of a file after another: a keystroke seldom changes which pieces share a name. */
export class Partition {
  private pieces: readonly Piece[] = [];
  private kinds: readonly string[] = [];
  private names: ReadonlySet<string> = new Set(); // those that connect
  private parts: readonly (readonly number[])[] = [];

  of(module: SourceModule, kindOf: KindOf): readonly (readonly Piece[])[] {
    const { pieces } = module;
    const kinds = pieces.flatMap(({ facts: { imports } }) => (imports === undefined ? [] : kindOf(imports)));
    const same =
      pieces.length === this.pieces.length &&
      kinds.join() === this.kinds.join() &&
      pieces.every(({ facts }, i) => connectsAlike(this.pieces[i]!.facts, facts, this.names));
    this.pieces = pieces;
    if (same) return this.parts.map((part) => part.map((i) => pieces[i]!));
    const parts = partsOf(module, kindOf);
    const places = new Map(pieces.map((piece, i) => [piece, i]));
    this.kinds = kinds;
    this.names = new Set([...SHARED, ...pieces.flatMap(({ declares }) => declares)]);
    this.parts = parts.map((part) => part.map((piece) => places.get(piece)!));
    return parts;
  }
}

/** Whether two texts of a piece are in the same part whatever the others are that declare `names`. */
function connectsAlike(a: Facts, b: Facts, names: ReadonlySet<string>): boolean {
  if (a === b) return true;
  const extra = (from: Facts, to: Facts): boolean =>
    [...from.mentions].some((name) => names.has(name) && !to.mentions.has(name));
  return (
    a.role === b.role &&
    a.imports === b.imports &&
    a.constant === b.constant &&
    a.hoists === b.hoists &&
    a.declares.join() === b.declares.join() &&
    importsAtRunTime(a.text) === importsAtRunTime(b.text) &&
    !extra(a, b) &&
    !extra(b, a)
  );
}

/** Pieces that declare constants, of nothing but literals and each other. */
function constantsOf(pieces: readonly Piece[]): ReadonlySet<Piece> {
  const constants = new Set(pieces.filter(({ constant }) => constant));
  for (let before = -1; before !== constants.size; ) {
    before = constants.size;
    const names = new Set<string>(); // of what is no constant, and of what is declared twice
    const once = new Set<string>();
    for (const piece of pieces)
      for (const name of piece.declares)
        if (!constants.has(piece) || once.has(name)) names.add(name);
        else once.add(name);
    for (const piece of constants)
      if ([...piece.mentions].some((name) => names.has(name))) constants.delete(piece);
  }
  return constants;
}

/** A group with the constants that it mentions, and those that these mention. */
function withConstants(group: readonly Piece[], constants: ReadonlySet<Piece>): readonly Piece[] {
  const all = new Set(group);
  for (const piece of all)
    for (const constant of constants)
      if (constant.declares.some((name) => piece.mentions.has(name))) all.add(constant);
  return [...all];
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
