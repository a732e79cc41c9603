/** The model summary's page. */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { useMemo, useRef, useState } from "preact/hooks";
import type { SummaryTarget } from "../../messages.ts";
import { isRefusal, useHost } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { Busy, Empty, Refused } from "../../ui/notice.tsx";
import { SampleChooser } from "../../ui/sample-chooser.tsx";
import { csvOf, markdownOf, svgOf } from "./exports.ts";
import { FileFacts } from "./file-facts.tsx";
import { GraphView } from "./graph.tsx";
import { Head } from "./head.tsx";
import { layoutOf } from "./layout.ts";
import { NodeDetails } from "./node-details.tsx";
import { RunResult } from "./run-result.tsx";
import { Table } from "./table.tsx";
import { type Measure, measures } from "./totals.ts";
import { firstFolded, pathsOf } from "./tree.ts";
import { firstView, nextSorting, type SummaryHost, type View } from "./view.ts";

export function App({ host }: { readonly host: SummaryHost }) {
  const { target, answer, refused, busy, doing } = useHost(host);
  return (
    <>
      <Busy busy={busy} doing={doing} onCancel={() => host.cancel()} />
      {!answer || !target ? (
        <Empty busy={busy} refused={refused} />
      ) : (
        <>
          {refused && <Refused why={refused} outdated />}
          <div class={refused ? "outdated" : undefined}>
            <Summary host={host} summary={answer} target={target} busy={busy} />
          </div>
        </>
      )}
    </>
  );
}

interface Props {
  readonly host: SummaryHost;
  readonly summary: ModelSummary;
  readonly target: SummaryTarget;
  readonly busy: boolean;
}

function Summary({ host, summary, target, busy }: Props) {
  const [view, setView] = useState<View>(() => ({ ...firstView(), ...host.view }));
  const content = useRef<HTMLDivElement>(null);
  const [whole, setWhole] = useState(false);
  const change = (part: Partial<View>): void => {
    const next = { ...view, ...part };
    setView(next);
    host.keep(next);
  };
  const collapsed = useMemo(
    () => new Set(view.collapsed ?? firstFolded(summary.rows)),
    [view.collapsed, summary.rows],
  );
  const across = view.across ?? false;
  // weights alone have no graph
  const show = summary.edges.length === 0 ? "table" : view.show;
  const run = summary.run && !isRefusal(summary.run) ? summary.run : undefined;
  const fold = (path: string, folded: boolean): void => {
    const next = new Set(collapsed);
    if (folded) next.add(path);
    else next.delete(path);
    change({ collapsed: [...next] });
  };
  const choose = (row: SummaryRow, focus: boolean): void => {
    change({ chosen: row.id });
    if (row.source) host.reveal(row.source, focus);
  };
  const save = (format: "csv" | "md" | "svg"): void => {
    setWhole(format === "svg");
    // a picture once all of it is drawn
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        write(format);
        setWhole(false);
      }),
    );
  };
  const write = (format: "csv" | "md" | "svg"): void => {
    const name = `${summary.model}.${format}`.replace(/[^\w.-]+/g, "-");
    const graph = content.current?.querySelector<SVGSVGElement>(".graph svg");
    if (format === "svg" && !graph) return;
    const { width, height } = layoutOf(summary, collapsed, across);
    const text =
      format === "csv"
        ? csvOf(summary)
        : format === "md"
          ? markdownOf(summary)
          : svgOf(graph!, width, height);
    void host.ask("save", { name, content: text });
  };
  const chooseFile = async (): Promise<void> => {
    const sample = await host.ask("chooseSample", null);
    if (sample && !isRefusal(sample)) host.change({ run: true, options: { ...target.options, sample } });
  };
  const modules = pathsOf(summary.rows);
  const details = summary.file && view.chosen !== undefined ? summary.rows[view.chosen] : undefined;

  return (
    <div ref={content}>
      <Head host={host} summary={summary} />
      {summary.file ? (
        <FileFacts file={summary.file} />
      ) : (
        <div class="toolbar">
          <button type="button" class="primary" disabled={busy} onClick={() => host.change({ run: true })}>
            {run ? t("Run Again") : t("Run")}
          </button>
          <SampleChooser
            options={target.options}
            sample={run?.sample}
            onChange={(options) => host.change({ run: true, options })}
            onChooseFile={() => void chooseFile()}
          />
        </div>
      )}
      {summary.run && isRefusal(summary.run) && <Refused why={summary.run.refused} outdated={false} />}
      {run && <RunResult run={run} />}
      <div class="bar">
        <div class="switch" role="radiogroup" aria-label={t("View")}>
          {shows.map(([choice, name]) => (
            // biome-ignore lint/a11y/useSemanticElements: a segmented switch
            <button
              key={choice}
              type="button"
              role="radio"
              aria-checked={show === choice}
              onClick={() => change({ show: choice })}
            >
              {name()}
            </button>
          ))}
        </div>
        {modules.length > 0 && (
          <>
            <button type="button" class="quiet-button" onClick={() => change({ collapsed: modules })}>
              {t("Fold all")}
            </button>
            <button type="button" class="quiet-button" onClick={() => change({ collapsed: [] })}>
              {t("Unfold all")}
            </button>
          </>
        )}
        <label class="heat-choice">
          <span class="quiet">{t("Colour by")}</span>
          <select
            value={view.heat ?? ""}
            onChange={({ currentTarget }) =>
              change({ heat: (currentTarget.value || undefined) as Measure | undefined })
            }
          >
            <option value="">{t("kind")}</option>
            {measures
              .filter((measure) => measure !== "ms" || run)
              .map((measure) => (
                <option key={measure} value={measure}>
                  {measureNames[measure]()}
                </option>
              ))}
          </select>
        </label>
        <div class="exports">
          <span class="quiet">{t("Export")}</span>
          <button type="button" class="quiet-button" onClick={() => save("csv")}>
            CSV
          </button>
          <button type="button" class="quiet-button" onClick={() => save("md")}>
            Markdown
          </button>
          <button type="button" class="quiet-button" disabled={show === "table"} onClick={() => save("svg")}>
            SVG
          </button>
        </div>
      </div>
      <div class={`content content-${show}${details ? " with-details" : ""}`}>
        {show !== "graph" && (
          <Table
            summary={summary}
            ran={run !== undefined}
            collapsed={collapsed}
            chosen={view.chosen}
            sorting={view.sorting}
            heat={view.heat}
            onFold={fold}
            onSort={(measure) => change({ sorting: nextSorting(view.sorting, measure) })}
            onChoose={choose}
          />
        )}
        {show !== "table" && (
          <GraphView
            summary={summary}
            collapsed={collapsed}
            across={across}
            whole={whole}
            heat={view.heat}
            chosen={view.chosen}
            onChoose={choose}
            onTurn={() => change({ across: !across })}
            onUnfold={(path) => fold(path, false)}
          />
        )}
        {details && (
          <NodeDetails
            key={details.id}
            host={host}
            uri={summary.uri}
            row={details}
            onGo={(id) => change({ chosen: id })}
            onClose={() => change({ chosen: undefined })}
          />
        )}
      </div>
    </div>
  );
}

const shows: readonly (readonly [View["show"], () => string])[] = [
  ["table", () => t("Table")],
  ["graph", () => t("Graph")],
  ["both", () => t("Both")],
];

const measureNames: Readonly<Record<Measure, () => string>> = {
  params: () => t("Parameters"),
  macs: () => t("MACs"),
  bytes: () => t("Memory"),
  ms: () => t("Time"),
};
