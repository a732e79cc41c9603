/**
 * The picture of a graph of thousands of nodes, in time that grows with what is drawn: one row a rank, and edges that go
 * past other rows run straight in a lane of their own beside them, as tracks do.
 */
import {
  LABEL_HEIGHT,
  type Line,
  type Link,
  labelWidth,
  type Picture,
  type Sized,
  type SizedNode,
} from "./graph-picture.ts";

const BETWEEN = 28; // nodes of a rank
const LANE = 14; // between lanes
const TURN = 8; // into a lane
const MARGIN = 16;

/** Of any number of values: a call takes not so many. */
const most = (values: readonly number[]): number =>
  values.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);

interface Spot {
  readonly node: SizedNode;
  readonly rank: number;
  /** Its middle along the rank, and its half extent there. */
  aside: number;
  readonly half: number;
}

export function stacked(sized: Sized, lines: readonly Line[], across: boolean): Picture {
  const ranks = ranksOf([...sized.keys()], lines);
  const rows: Spot[][] = [];
  const spots = new Map<string, Spot>();
  for (const [id, node] of sized) {
    const rank = ranks.get(id)!;
    const spot = { node, rank, aside: 0, half: (across ? node.height : node.width) / 2 };
    spots.set(id, spot);
    const row = rows[rank];
    if (row) row.push(spot);
    else rows[rank] = [spot];
  }
  const before = new Map<string, string[]>();
  for (const { from, to } of lines) before.set(to, [...(before.get(to) ?? []), from]);
  for (const row of rows) spread(row, (spot) => meanOf(before.get(spot.node.id) ?? [], spots));
  const along = depthsOf(rows, lines, ranks, across);
  const lanes = lanesOf(rows, lines, spots);
  return placed(rows, lines, spots, { along, lanes, across });
}

/** One more than the greatest of what comes before; what nothing comes before stands just above what takes it first. */
function ranksOf(ids: readonly string[], lines: readonly Line[]): Map<string, number> {
  const after = new Map<string, string[]>(ids.map((id) => [id, []]));
  const waiting = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const { from, to } of lines) {
    after.get(from)!.push(to);
    waiting.set(to, waiting.get(to)! + 1);
  }
  const sources = new Set(ids.filter((id) => waiting.get(id) === 0));
  const ranks = new Map<string, number>(ids.map((id) => [id, 0]));
  const ready = [...sources];
  const order: string[] = [];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    order.push(id);
    for (const next of after.get(id)!) {
      ranks.set(next, Math.max(ranks.get(next)!, ranks.get(id)! + 1));
      const left = waiting.get(next)! - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  for (const id of order) {
    const next = after.get(id)!;
    if (sources.has(id) && next.length > 0)
      ranks.set(id, Math.min(...next.map((other) => ranks.get(other)!)) - 1);
  }
  return ranks;
}

/** Nodes of a rank in the order of where they would like to be, none over another, around the middle of their wishes. */
function spread(row: Spot[], wish: (spot: Spot) => number): void {
  const wishes = new Map(row.map((spot) => [spot, wish(spot)]));
  row.sort((a, b) => wishes.get(a)! - wishes.get(b)!);
  let end = Number.NEGATIVE_INFINITY;
  for (const spot of row) {
    spot.aside = Math.max(wishes.get(spot)!, end + spot.half);
    end = spot.aside + spot.half + BETWEEN;
  }
  const shift = row.reduce((sum, spot) => sum + wishes.get(spot)! - spot.aside, 0) / row.length;
  for (const spot of row) spot.aside += shift;
}

function meanOf(ids: readonly string[], spots: ReadonlyMap<string, Spot>): number {
  if (ids.length === 0) return 0;
  return ids.reduce((sum, id) => sum + spots.get(id)!.aside, 0) / ids.length;
}

/** Where the middle of each rank lies: behind the one before, with room for what is written between them. */
function depthsOf(
  rows: readonly (readonly Spot[])[],
  lines: readonly Line[],
  ranks: ReadonlyMap<string, number>,
  across: boolean,
): number[] {
  const room = rows.map(() => 18 + LABEL_HEIGHT);
  if (across)
    for (const { from, label } of lines) {
      const rank = ranks.get(from)!;
      room[rank] = Math.max(room[rank]!, 22 + (label === "" ? 0 : labelWidth(label)));
    }
  let at = MARGIN;
  return rows.map((row, rank) => {
    const half = most(row.map(({ node }) => (across ? node.width : node.height))) / 2;
    const middle = at + half;
    at = middle + half + room[rank]!;
    return middle;
  });
}

/** For edges that go past a rank: how far aside they run there; short ones inside of long ones. */
function lanesOf(
  rows: readonly (readonly Spot[])[],
  lines: readonly Line[],
  spots: ReadonlyMap<string, Spot>,
): Map<Line, number> {
  const span = ({ from, to }: Line): number => spots.get(to)!.rank - spots.get(from)!.rank;
  const taken = rows.map((row) => most(row.map(({ aside, half }) => aside + half)));
  const lanes = new Map<Line, number>();
  for (const line of lines.filter((each) => span(each) > 1).sort((a, b) => span(a) - span(b))) {
    const [first, last] = [spots.get(line.from)!.rank + 1, spots.get(line.to)!.rank];
    let lane = Number.NEGATIVE_INFINITY;
    for (let rank = first; rank < last; rank++) lane = Math.max(lane, taken[rank]!);
    lane += LANE;
    for (let rank = first; rank < last; rank++) taken[rank] = lane;
    lanes.set(line, lane);
  }
  return lanes;
}

interface Places {
  readonly along: readonly number[];
  readonly lanes: ReadonlyMap<Line, number>;
  readonly across: boolean;
}

function placed(
  rows: readonly (readonly Spot[])[],
  lines: readonly Line[],
  spots: ReadonlyMap<string, Spot>,
  { along, lanes, across }: Places,
): Picture {
  const all = rows.flat();
  const left = -most(all.map(({ aside, half }) => half - aside));
  const right = most([
    ...all.map(({ aside, half }) => aside + half),
    ...lanes.values(),
    ...lines.map((line) => (across ? 0 : spots.get(line.from)!.aside + 6 + labelWidth(line.label))),
  ]);
  const point = (aside: number, depth: number): { x: number; y: number } => {
    const shifted = aside - left + MARGIN;
    return across ? { x: depth, y: shifted } : { x: shifted, y: depth };
  };
  const thick = ({ node }: Spot): number => (across ? node.width : node.height) / 2;
  const nodes = all.map(({ node, rank, aside }) => ({ ...node, ...point(aside, along[rank]!) }));
  const middle = (line: Line): number =>
    lanes.get(line) ?? (spots.get(line.from)!.aside + spots.get(line.to)!.aside) / 2;
  const labels = labelsOf(lines, middle);
  const links = lines.map((line): Link => {
    const [a, b] = [spots.get(line.from)!, spots.get(line.to)!];
    const start = along[a.rank]! + thick(a);
    const end = along[b.rank]! - thick(b);
    const lane = lanes.get(line);
    const way =
      lane === undefined
        ? []
        : [start + TURN, start + 2 * TURN, end - 2 * TURN, end - TURN].map((depth) => point(lane, depth));
    const label = labels.get(line) ?? "";
    const beside = across ? 0 : 6 + labelWidth(label) / 2;
    return {
      from: line.from,
      to: line.to,
      label,
      points: [point(a.aside, start), ...way, point(b.aside, end)],
      labelAt: point(
        middle(line) + beside,
        lane === undefined ? (start + end) / 2 : start + 2 * TURN + LABEL_HEIGHT,
      ),
    };
  });
  const depth = along.at(-1)! + most(rows.at(-1)!.map(thick)) + MARGIN;
  const breadth = right - left + 2 * MARGIN;
  return { nodes, links, width: across ? depth : breadth, height: across ? breadth : depth };
}

/** What leaves a node is written once: right of the line that lies furthest to the right, where no other one passes. */
function labelsOf(lines: readonly Line[], middle: (line: Line) => number): ReadonlyMap<Line, string> {
  const furthest = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.from}→${line.shape}`;
    const before = furthest.get(key);
    if (!line.to.startsWith("output ") && (!before || middle(line) > middle(before))) furthest.set(key, line);
  }
  return new Map(
    lines.flatMap(({ from, shape, label }) => {
      const line = label === "" ? undefined : furthest.get(`${from}→${shape}`);
      return line ? [[line, label]] : [];
    }),
  );
}
