/** The graph of a model: zoomed and panned with mouse and keyboard, moved through along its edges. */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../ui/l10n.ts";
import { type Camera, centred, fitted, useCamera, useHeightBelow, zoomedBy } from "./camera.ts";
import type { Link, Node, Picture } from "./graph-picture.ts";
import { heatOf } from "./heat.ts";
import { inSight } from "./in-sight.ts";
import { layoutOf } from "./layout.ts";
import { Minimap } from "./minimap.tsx";
import { Search } from "./search.tsx";
import { amountText, type Measure, totalOf } from "./totals.ts";

interface Props {
  readonly summary: ModelSummary;
  readonly collapsed: ReadonlySet<string>;
  readonly across: boolean;
  /** Draws what is out of sight too, to be exported. */
  readonly whole: boolean;
  readonly heat: Measure | undefined;
  readonly chosen: number | undefined;
  readonly onChoose: (row: SummaryRow, focus: boolean) => void;
  readonly onUnfold: (path: string) => void;
  readonly onTurn: () => void;
}

export function GraphView({
  summary,
  collapsed,
  across,
  whole,
  heat,
  chosen,
  onChoose,
  onUnfold,
  onTurn,
}: Props) {
  const room = useRef<HTMLDivElement>(null);
  const picture = useMemo(() => layoutOf(summary, collapsed, across), [summary, collapsed, across]);
  const height = useHeightBelow(room);
  const { camera, setCamera, handlers } = useCamera(room, picture, height);
  const [active, setActive] = useState<string>();
  const [searching, setSearching] = useState(false);
  const drawn = whole ? picture : inSight(picture, camera, room.current);
  const most = heat ? Math.max(0, ...picture.nodes.map(({ rows }) => totalOf(rows, heat) ?? 0)) : 0;
  const current =
    picture.nodes.find(({ id }) => id === active) ?? nodeOfRow(picture, chosen) ?? picture.nodes[0];

  useEffect(() => {
    const node = nodeOfRow(picture, chosen);
    if (node) setCamera((before) => into(before, node, room.current));
  }, [chosen, picture]);

  const focusNode = (node: Node | undefined): void => {
    if (!node) return;
    setActive(node.id);
    setCamera((before) => into(before, node, room.current));
    const box = () => room.current?.querySelector<SVGElement>(`[data-node="${CSS.escape(node.id)}"]`);
    if (box()) box()!.focus({ preventScroll: true });
    else requestAnimationFrame(() => requestAnimationFrame(() => box()?.focus({ preventScroll: true })));
  };
  const act = (node: Node, focus: boolean): void => {
    setActive(node.id);
    if (node.path !== undefined) onUnfold(node.path);
    else if (node.row) onChoose(node.row, focus);
  };
  const onNodeKey = (event: KeyboardEvent, node: Node): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") act(node, event.key === "Enter");
    else if (event.key.startsWith("Arrow")) focusNode(neighbour(picture, node, event.key, across));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="graph-room">
      <div class="graph-buttons">
        <button
          type="button"
          class="quiet-button"
          aria-label={t("Zoom in")}
          onClick={() => setCamera((before) => zoomedBy(before, 1.25, room.current))}
        >
          +
        </button>
        <button
          type="button"
          class="quiet-button"
          aria-label={t("Zoom out")}
          onClick={() => setCamera((before) => zoomedBy(before, 0.8, room.current))}
        >
          −
        </button>
        <button type="button" class="quiet-button" onClick={() => setCamera(fitted(picture, room.current))}>
          {t("Fit")}
        </button>
        <button
          type="button"
          class="quiet-button"
          aria-pressed={across}
          title={t("From left to right")}
          onClick={onTurn}
        >
          {across ? "→" : "↓"}
          <span class="visually-hidden">{t("From left to right")}</span>
        </button>
        <button
          type="button"
          class="quiet-button"
          aria-expanded={searching}
          onClick={() => setSearching(!searching)}
        >
          {t("Find")}
        </button>
      </div>
      <div
        class="graph"
        ref={room}
        style={{ height: `${height}px` }}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and pan it
        tabIndex={0}
        aria-label={t("Graph of {0}: plus and minus zoom, arrow keys pan", summary.model)}
        {...handlers}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") {
            event.preventDefault();
            event.stopPropagation();
            setSearching(true);
          } else handlers.onKeyDown(event);
        }}
      >
        <svg width="100%" height="100%" role="presentation">
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0,0.5 L8,4 L0,7.5 z" class="arrow" />
            </marker>
          </defs>
          <g transform={`translate(${camera.x} ${camera.y}) scale(${camera.scale})`}>
            {drawn.links.map((link) => (
              <Edge key={`${link.from} ${link.to} ${link.label}`} link={link} />
            ))}
            {drawn.nodes.map((node) => (
              <Box
                key={node.id}
                node={node}
                active={node === current}
                heat={heat && most > 0 ? heatOf(totalOf(node.rows, heat), most) : undefined}
                amount={heat ? amountText(heat, totalOf(node.rows, heat)) : ""}
                chosen={chosen !== undefined && node.kind === "layer" && node.row?.id === chosen}
                onPress={() => act(node, false)}
                onKey={(event) => onNodeKey(event, node)}
              />
            ))}
          </g>
        </svg>
      </div>
      {searching && (
        <Search
          nodes={picture.nodes}
          rows={summary.rows}
          onFound={(node) => {
            setActive(node.id);
            setCamera((before) =>
              centred({ ...before, scale: Math.max(before.scale, 0.8) }, node.x, node.y, room.current),
            );
          }}
          onHidden={(path) => onUnfold(path)}
          onClose={() => {
            setSearching(false);
            room.current?.focus();
          }}
        />
      )}
      <Minimap
        picture={picture}
        camera={camera}
        room={room.current}
        onGo={(x, y) => setCamera((before) => centred(before, x, y, room.current))}
      />
    </div>
  );
}

function Edge({ link }: { readonly link: Link }) {
  const { labelAt, label } = link;
  return (
    <g class="edge">
      <path d={pathOf(link.points)} marker-end="url(#arrow)" />
      {label !== "" && (
        <text x={labelAt.x} y={labelAt.y + 4}>
          {label}
        </text>
      )}
    </g>
  );
}

/** A smooth line through points: each corner is rounded towards the middles beside it. */
function pathOf(points: Link["points"]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return "";
  let path = `M${first.x},${first.y}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const [a, b] = [rest[i]!, rest[i + 1]!];
    path += ` Q${a.x},${a.y} ${(a.x + b.x) / 2},${(a.y + b.y) / 2}`;
  }
  const last = rest.at(-1)!;
  return `${path} L${last.x},${last.y}`;
}

interface BoxProps {
  readonly node: Node;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly heat: number | undefined;
  readonly amount: string;
  readonly onPress: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

function Box({ node, active, chosen, heat, amount, onPress, onKey }: BoxProps) {
  const { id, x, y, width, height, kind, title, detail, family, findings, failed, shared } = node;
  const round = kind === "input" || kind === "output";
  const state = [
    `node node-${kind}`,
    chosen && "chosen",
    shared && "shared",
    (failed || findings > 0) && "troubled",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button of SVG
    <g
      class={state}
      data-node={id}
      role="button"
      tabindex={active ? 0 : -1}
      aria-description={findings > 0 ? t("{0} findings", findings) : undefined}
      transform={`translate(${x - width / 2} ${y - height / 2})`}
      onClick={onPress}
      onKeyDown={onKey}
    >
      <rect width={width} height={height} rx={round ? height / 2 : 3} />
      {heat !== undefined && (
        <rect class="heat" width={width} height={height} rx={3} style={{ opacity: `${heat * 0.6}` }} />
      )}
      {family && <path class={`family family-${family}`} d={`M1.5,2 v${height - 4}`} />}
      <text x={width / 2} y={detail ? 17 : 24} class="node-title">
        {title}
      </text>
      {detail && (
        <text x={width / 2} y={31} class="node-detail">
          {amount === "" ? detail : `${detail} · ${amount}`}
        </text>
      )}
      {findings > 0 && <circle cx={width} cy={0} r={5} class="node-mark" />}
    </g>
  );
}

const nodeOfRow = ({ nodes }: Picture, row: number | undefined): Node | undefined =>
  row === undefined ? undefined : nodes.find((node) => node.kind === "layer" && node.row?.id === row);

/** The next node along the edges, or beside it in its rank. */
function neighbour({ nodes, links }: Picture, node: Node, key: string, across: boolean): Node | undefined {
  const named = (id: string | undefined) => nodes.find((other) => other.id === id);
  const [on, back, more] = across
    ? ["ArrowRight", "ArrowLeft", "ArrowDown"]
    : ["ArrowDown", "ArrowUp", "ArrowRight"];
  if (key === on) return named(links.find(({ from }) => from === node.id)?.to);
  if (key === back) return named(links.find(({ to }) => to === node.id)?.from);
  const side = key === more ? 1 : -1;
  const [along, aside] = across ? (["x", "y"] as const) : (["y", "x"] as const);
  return nodes
    .filter((other) => Math.abs(other[along] - node[along]) < 60 && (other[aside] - node[aside]) * side > 1)
    .sort((a, b) => Math.abs(a[aside] - node[aside]) - Math.abs(b[aside] - node[aside]))[0];
}

/** Moves a node into sight where it is not. */
function into(camera: Camera, node: Node, room: HTMLElement | null): Camera {
  if (!room) return camera;
  const { clientWidth, clientHeight } = room;
  const [x, y] = [node.x * camera.scale + camera.x, node.y * camera.scale + camera.y];
  const [dx, dy] = [(node.width / 2) * camera.scale + 12, (node.height / 2) * camera.scale + 24];
  const inside = x - dx >= 0 && x + dx <= clientWidth && y - dy >= 0 && y + dy <= clientHeight;
  return inside
    ? camera
    : { ...camera, x: clientWidth / 2 - node.x * camera.scale, y: clientHeight / 2 - node.y * camera.scale };
}
