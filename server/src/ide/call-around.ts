/** The call whose argument list an offset is in, read off the syntax tree: strings, comments and nested calls are what they are. */

interface Placed {
  readonly start: number;
  readonly end: number;
  readonly kind?: string;
}
export interface CallNode extends Placed {
  readonly kind: "Call" | "New";
  readonly callee: Placed;
  readonly args: readonly Placed[];
}
interface ObjectNode extends Placed {
  readonly kind: "Object";
  readonly properties: readonly (Placed & {
    readonly key?: { readonly name?: string };
    readonly value?: Placed;
  })[];
}
export interface CallAround {
  readonly node: CallNode;
  /** Which argument, from 0. */
  readonly argument: number;
  /** In an object of options, where a name may be written: the names that are there; undefined anywhere else. */
  readonly given: readonly string[] | undefined;
}

/** `body`: statements. Undefined outside of calls, and inside of strings. */
export function callAround(body: readonly object[], text: string, offset: number): CallAround | undefined {
  // half typed, a call ends with its last word: what is behind it but space still belongs to it
  const typed = text.slice(0, offset).trimEnd().length;
  const path = pathTo(body, typed);
  const innermost = path.at(-1);
  if (innermost && isText(innermost) && innermost.start < offset && offset < innermost.end) return undefined;
  const at = path.findLastIndex(
    (node) => isCall(node) && node.callee.end < typed && (typed < node.end || text[node.end - 1] !== ")"),
  );
  const node = path[at] as CallNode | undefined;
  // a function or class in between has a list of its own
  if (!node || path.slice(at + 1).some(({ kind }) => kind === "Function" || kind === "Class"))
    return undefined;
  const before = node.args.filter((arg) => arg.end <= typed && arg.end < offset);
  const since = text.slice(before.at(-1)?.end ?? node.callee.end, offset);
  const isClosed = (arg: Placed): boolean => /[}\])]/.test(text[arg.end - 1] ?? "") && typed === arg.end;
  const inside = node.args.find((arg) => arg.start < typed && typed <= arg.end && !isClosed(arg));
  const argument = inside
    ? node.args.indexOf(inside)
    : since.includes(",")
      ? before.length
      : Math.max(0, before.length - 1);
  return {
    node,
    argument,
    given: inside?.kind === "Object" ? namesBeside(inside as ObjectNode, text, offset) : undefined,
  };
}

/** The other options, where the offset stands at the place of a name. */
function namesBeside({ start, properties }: ObjectNode, text: string, offset: number): string[] | undefined {
  if (
    properties.some(
      ({ value }) =>
        value &&
        value.start <= offset &&
        offset <= value.end &&
        value.start < value.end &&
        text[offset - 1] !== ",",
    )
  )
    return undefined;
  const before = properties.filter(({ end }) => end < offset).at(-1);
  const since = text.slice(before?.end ?? start + 1, offset);
  if (before && !since.includes(",")) return undefined;
  if (since.includes(":")) return undefined;
  return properties.flatMap((property) =>
    property.key?.name !== undefined && !(property.start <= offset && offset <= property.end)
      ? [property.key.name]
      : [],
  );
}

const isCall = (node: Placed): node is CallNode => node.kind === "Call" || node.kind === "New";
const isText = (node: Placed): boolean =>
  node.kind === "Template" ||
  (node.kind === "Literal" && typeof (node as { value?: unknown }).value === "string");

/** Nodes around the offset, outermost first. */
function pathTo(root: object, offset: number): Placed[] {
  const path: Placed[] = [];
  const visit = (value: unknown): boolean => {
    if (typeof value !== "object" || value === null) return false;
    if (Array.isArray(value)) return value.some(visit);
    const node = value as Partial<Placed>;
    const placed = typeof node.start === "number" && typeof node.end === "number";
    if (placed && (offset < node.start! || offset > node.end!)) return false;
    if (placed && node.kind !== undefined) path.push(node as Placed);
    Object.values(value).some(visit);
    return placed;
  };
  visit(root);
  return path;
}
