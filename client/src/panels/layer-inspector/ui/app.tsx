/** The layer inspector's page. */
import type { LayerRun, TensorParams } from "@convlens/server/protocol";
import { useMemo, useState } from "preact/hooks";
import type { InspectorTarget } from "../../messages.ts";
import { type Scale, scaleOf } from "../../ui/colour-map.ts";
import { type Host, isRefusal, useHost } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { Busy, Empty, Notes, Refused } from "../../ui/notice.tsx";
import { pngOf } from "../../ui/picture.ts";
import { SampleChooser } from "../../ui/sample-chooser.tsx";
import { indexOf, middleOf, type Planes, planesOf, type Spot } from "../../ui/tensor.ts";
import { TensorSection } from "../../ui/tensor-section.tsx";
import { Benchmark } from "./benchmark.tsx";
import { Explorer } from "./explorer.tsx";
import { Header } from "./header.tsx";
import { useCell, useMargin } from "./use-cell.ts";
import { type Chosen, firstView, type View } from "./view.ts";

type InspectorHost = Host<InspectorTarget, LayerRun, View>;

export function App({ host }: { readonly host: InspectorHost }) {
  const { target, answer, refused, busy } = useHost(host);
  const chooseFile = async (): Promise<void> => {
    const sample = await host.ask("chooseSample", null);
    if (sample && !isRefusal(sample)) host.change({ options: { ...target?.options, sample } });
  };
  const chooser = (
    <SampleChooser
      options={target?.options ?? {}}
      sample={answer?.sample}
      onChange={(options) => host.change({ options })}
      onChooseFile={() => void chooseFile()}
    />
  );
  return (
    <>
      <Busy busy={busy} onCancel={() => host.cancel()} />
      {!answer || !target ? (
        <>
          <Empty busy={busy} refused={refused} />
          {refused && chooser}
        </>
      ) : (
        <>
          {refused && <Refused why={refused} outdated />}
          <div class={refused ? "outdated" : undefined}>
            <Header run={answer} onReveal={() => host.reveal(answer.source, true)} />
          </div>
          <div class="toolbar">
            {chooser}
            <Benchmark host={host} target={target} run={answer} />
            <button
              type="button"
              class="quiet-button"
              title={t("The next layer opens beside this one")}
              onClick={() => host.keepOpen()}
            >
              {t("Keep to compare")}
            </button>
          </div>
          <Notes notes={answer.notes} />
          <div class={refused ? "outdated" : undefined}>
            <Run host={host} run={answer} />
          </div>
        </>
      )}
    </>
  );
}

function Run({ host, run }: { readonly host: InspectorHost; readonly run: LayerRun }) {
  const [view, setView] = useState<View>(() => host.view ?? firstView);
  const change = (part: Partial<View>): void => {
    const next = { ...view, ...part };
    setView(next);
    host.keep(next);
  };
  const planes = useMemo(
    () => ({
      inputs: run.inputs.map(planesOf),
      output: planesOf(run.output),
      weights: run.weights.map(planesOf),
    }),
    [run],
  );
  const { output } = planes;
  const which = view.input < planes.inputs.length ? view.input : 0;
  const input = planes.inputs[which];
  const from = clamped(input, view.from);
  const spot = spotIn(output, view.cell);
  const { cell, refused } = useCell(host, run, indexOf(output, spot));
  const margin = useMargin(
    host,
    run,
    run.output.sent.map((size) => size - 1),
  );
  const seen = useMemo(
    () => new Set(cell?.terms.map((term) => (term.input.length > 1 ? term.input[0]! : 0))),
    [cell],
  );

  const save = async (
    tensor: Pick<TensorParams, "which" | "index">,
    shown: Planes,
    slice: number,
    scale: Scale,
    format: "npy" | "png",
  ): Promise<void> => {
    const name = `${run.title}-${tensor.which}.${format}`.replace(/[^\w.-]+/g, "-");
    if (format === "npy") await host.ask("exportArray", { id: run.id, ...tensor, name });
    else await host.ask("save", { name, content: await pngOf(shown, slice, scale), base64: true });
  };

  const [kernel, ...others] = planes.weights;
  const weightSection = (shown: Planes, i: number) => {
    const at = clamped(shown, i === 0 ? view.kernel : { map: 0, slice: 0 });
    const scale = scaleOf(shown, "diverging");
    return (
      <TensorSection
        key={shown.view.name}
        title={i === 0 ? t("Kernel") : shown.view.name}
        planes={shown}
        scale={scale}
        map={at.map}
        slice={at.slice}
        onChoose={(map, slice) => i === 0 && change({ kernel: { map, slice } })}
        onExport={(format) => void save({ which: "weight", index: i }, shown, at.slice, scale, format)}
      />
    );
  };

  return (
    <>
      {input && (
        <Explorer
          host={host}
          run={run}
          input={input}
          output={output}
          from={from}
          spot={spot}
          cell={cell}
          refused={refused}
          margin={margin}
          onPoint={(next) => change({ cell: next })}
        />
      )}
      <div class="tensors">
        {planes.inputs.map((shown, i) => {
          const at = i === which ? from : clamped(shown, { map: 0 });
          const scale = scaleOf(shown, "sequential");
          return (
            <TensorSection
              key={i}
              title={planes.inputs.length > 1 ? t("Input {0}", shown.view.name) : t("Input")}
              planes={shown}
              scale={scale}
              map={at.map}
              slice={at.slice}
              onChoose={(map, slice) => change({ input: i, from: { map, slice } })}
              part={i === which && seen.size > 0 ? (map) => seen.has(map) : undefined}
              onExport={(format) => void save({ which: "input", index: i }, shown, at.slice, scale, format)}
            />
          );
        })}
        {kernel && weightSection(kernel, 0)}
        <TensorSection
          title={t("Output")}
          planes={output}
          scale={scaleOf(output, "sequential")}
          map={spot.map}
          slice={spot.slice}
          onChoose={(map, slice) => change({ cell: { ...spot, map, slice } })}
          onExport={(format) =>
            void save(
              { which: "output", index: 0 },
              output,
              spot.slice,
              scaleOf(output, "sequential"),
              format,
            )
          }
        />
        {others.map((shown, i) => weightSection(shown, i + 1))}
      </div>
    </>
  );
}

function clamped(planes: Planes | undefined, { map, slice }: Chosen): Required<Chosen> {
  const { maps = 1, slices = 1 } = planes ?? {};
  return { map: Math.min(map, maps - 1), slice: Math.min(slice ?? slices >> 1, slices - 1) };
}

/** The kept place where the tensor still has it, else its middle. */
function spotIn(planes: Planes, kept: Spot | undefined): Spot {
  const { maps, slices, rows, cols } = planes;
  const fits = kept && kept.map < maps && kept.slice < slices && kept.row < rows && kept.col < cols;
  return fits ? kept : middleOf(planes);
}
