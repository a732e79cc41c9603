/**
 * A keystroke costs the statements that it stands in: they are parsed by themselves, with those beside them, and all
 * others are taken over. Where the statements beside them come out otherwise, more of the file is parsed.
 */
import type * as ts from "typescript6";
import type { Change } from "./change.ts";
import { parseErrorsOf, piecesOf, SourceModule } from "./lower.ts";
import type { Piece } from "./pieces.ts";

/**
 * How many statements beside the changed ones are parsed with them: of two, one has what stands before and behind it. As
 * many more follow behind, each time that this did not do.
 */
const SPARE = 2;
const MORE = 8;

type Parse = (text: string, isModule: boolean) => ts.SourceFile;

/**
 * The module of `text`, which differs from that of `last` in `change`; undefined where it is to be parsed as a whole.
 * `parse` parses a part of it.
 */
export function reparsed(
  last: SourceModule,
  text: string,
  change: Change,
  parse: Parse,
): SourceModule | undefined {
  const { pieces, isModule } = last;
  const { start, length, newLength } = change;
  const by = newLength - length;
  const first = firstOf(pieces, ({ end }) => end >= start);
  const inside = insideOf(last, first, text, change, parse);
  if (inside) return inside;
  const behind = firstOf(pieces, (piece) => piece.start > start + length);
  for (let spare = SPARE; ; spare *= MORE) {
    // the statement in front may go on in what was typed, and the one behind it may be taken into it
    const from = Math.max(0, first - SPARE);
    const to = Math.min(pieces.length, behind + spare);
    if (to - from === pieces.length) return undefined;
    // between two statements there may be words that belong to none
    const begin = from === 0 ? 0 : pieces[from - 1]!.end;
    if (begin > 0 && text.startsWith("#!", begin)) return undefined; // means something else at the start of a file
    const end = to === pieces.length ? text.length : pieces[to - 1]!.end + by;
    const tree = parse(own(text.slice(begin, end)), isModule);
    const before = pieces.slice(from, to);
    const fresh = piecesOf(tree, begin, new Map(before.map(({ facts }) => [facts.text, facts])));
    const kept = keptBehind(before, fresh, by);
    if (kept < SPARE && to < pieces.length) continue; // what follows begins elsewhere now
    const now = [
      ...pieces.slice(0, from),
      ...fresh.slice(0, fresh.length - kept).map((piece, i) => same(piece, before[i])),
      ...pieces.slice(to - kept).map((piece) => piece.movedBy(by)),
    ];
    if (isModule ? !now.some(makesModule) : fresh.some(mayMakeModule)) return undefined;
    const head = from === 0 ? 0 : pieces[from]!.end; // errors up to here are of what stands unchanged beside its like
    const tail = to === pieces.length ? Number.POSITIVE_INFINITY : pieces[to - kept]!.end;
    const errors = [
      ...last.syntaxErrors.filter((error) => error.start < head),
      ...parseErrorsOf(tree, begin).filter((error) => error.start >= head && error.start - by < tail),
      ...last.syntaxErrors
        .filter((error) => error.start >= tail)
        .map((error) => ({ ...error, start: error.start + by, end: error.end + by })),
    ];
    return new SourceModule(text, now, isModule, errors);
  }
}

/**
 * The same where the change stands between the braces of the piece at `i`, a function or class: that one alone is parsed, and what
 * stands around it is what it was as long as it ends where it did. Undefined where it does not, or where anything is wrong in it.
 */
function insideOf(
  { pieces, isModule, syntaxErrors }: SourceModule,
  i: number,
  text: string,
  { start, length, newLength }: Change,
  parse: Parse,
): SourceModule | undefined {
  const piece = pieces[i];
  const inside = piece?.facts.inside;
  if (!piece || !inside) return undefined;
  if (start < piece.start + inside.start || start + length > piece.start + inside.end) return undefined;
  if (syntaxErrors.some((error) => error.start <= piece.end && piece.start <= error.end)) return undefined;
  const by = newLength - length;
  const tree = parse(own(text.slice(piece.start, piece.end + by)), isModule);
  if (tree.statements.length !== 1 || parseErrorsOf(tree, 0).length > 0) return undefined;
  const [fresh, ...rest] = piecesOf(tree, piece.start, new Map());
  if (!fresh?.facts.inside || rest.length > 0 || fresh.end !== piece.end + by) return undefined;
  const now = pieces.map((other, at) => (at < i ? other : at === i ? fresh : other.movedBy(by)));
  if (isModule ? !now.some(makesModule) : mayMakeModule(fresh)) return undefined;
  const errors = syntaxErrors.map((error) =>
    error.start > piece.end ? { ...error, start: error.start + by, end: error.end + by } : error,
  );
  return new SourceModule(text, now, isModule, errors);
}

/** How many of the last pieces of a stretch are what they were. */
function keptBehind(before: readonly Piece[], fresh: readonly Piece[], by: number): number {
  let kept = 0;
  while (kept < Math.min(before.length, fresh.length)) {
    const [old, now] = [before.at(-1 - kept)!, fresh.at(-1 - kept)!];
    if (old.start + by !== now.start || old.facts !== now.facts) break;
    kept++;
  }
  return kept;
}

/** The old piece in the place of an equal new one: it has been read, perhaps. */
const same = (piece: Piece, before: Piece | undefined): Piece =>
  before && piece.facts === before.facts && piece.start === before.start ? before : piece;

const makesModule = ({ role }: Piece): boolean => role === "import" || role === "export";
const mayMakeModule = ({ mentions }: Piece): boolean => mentions.has("import") || mentions.has("export");

/** A text that does not keep the longer one alive that it was cut from. */
const own = (text: string): string => ` ${text}`.slice(1);

/** The index of the first piece in file order that `is` so, as all behind it are. */
function firstOf(pieces: readonly Piece[], is: (piece: Piece) => boolean): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(pieces[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
