/** The model summary's page. */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { useMemo, useRef, useState } from "preact/hooks";
import type { SummaryTarget } from "../../messages.ts";
import { type Host, isRefusal, useHost } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { Busy, Empty, Refused } from "../../ui/notice.tsx";
import { SampleChooser } from "../../ui/sample-chooser.tsx";
import { csvOf, markdownOf, svgOf } from "./exports.ts";
import { GraphView } from "./graph.tsx";
import { layoutOf } from "./layout.ts";
import { RunResult } from "./run-result.tsx";
import { Table } from "./table.tsx";
import { type Measure, measures } from "./totals.ts";
import { firstFolded, pathsOf } from "./tree.ts";
import { firstView, nextSorting, type View } from "./view.ts";

type SummaryHost = Host<SummaryTarget, ModelSummary, View>;

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
  const run = summary.run && !isRefusal(summary.run) ? summary.run : undefined;
  const fold = (path: string, folded: boolean): void => {
    const next = new Set(collapsed);
    if (folded) next.add(path);
    else next.delete(path);
    change({ collapsed: [...next] });
  };
  const choose = (row: SummaryRow, focus: boolean): void => {
    change({ chosen: row.id });
    host.reveal(row.source, focus);
  };
  const save = (format: "csv" | "md" | "svg"): void => {
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

  return (
    <div ref={content}>
      <Head host={host} summary={summary} />
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
      {summary.run && isRefusal(summary.run) && <Refused why={summary.run.refused} outdated={false} />}
      {run && <RunResult run={run} />}
      <div class="bar">
        <div class="switch" role="radiogroup" aria-label={t("View")}>
          {shows.map(([show, name]) => (
            // biome-ignore lint/a11y/useSemanticElements: a segmented switch
            <button
              key={show}
              type="button"
              role="radio"
              aria-checked={view.show === show}
              onClick={() => change({ show })}
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
          <button
            type="button"
            class="quiet-button"
            disabled={view.show === "table"}
            onClick={() => save("svg")}
          >
            SVG
          </button>
        </div>
      </div>
      <div class={`content content-${view.show}`}>
        {view.show !== "graph" && (
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
        {view.show !== "table" && (
          <GraphView
            summary={summary}
            collapsed={collapsed}
            across={across}
            heat={view.heat}
            chosen={view.chosen}
            onChoose={choose}
            onTurn={() => change({ across: !across })}
            onUnfold={(path) => fold(path, false)}
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

function Head({ host, summary }: { readonly host: SummaryHost; readonly summary: ModelSummary }) {
  const { model, models, inputs, outputs, requirement, totals } = summary;
  const facts: readonly (readonly [string, string])[] = [
    [t("Parameters"), totals.params],
    [t("MACs"), totals.macs],
    [t("Layers"), String(summary.rows.length)],
    [t("Memory"), totals.bytes],
  ];
  return (
    <header class="model">
      <div class="model-title">
        <h1>{model}</h1>
        {models.length > 1 && (
          <label>
            <span class="visually-hidden">{t("Model")}</span>
            <select
              value={model}
              onChange={({ currentTarget }) => host.change({ model: currentTarget.value })}
            >
              {models.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="signature">
        <code>
          {inputs.map(({ name, shape }) => `${name} ${shape}`).join(", ")} → {outputs.join(", ")}
        </code>
      </p>
      {requirement && <p class="quiet">{t("Works for {0}", requirement)}</p>}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
