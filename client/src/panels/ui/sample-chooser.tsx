/** What a model is run on: the kind of sample, its seeds and its size. */
import type { RunOptions, Sample } from "@convlens/server/protocol";
import { t } from "./l10n.ts";

interface Props {
  readonly options: RunOptions;
  /** What was really used. */
  readonly sample: Sample | undefined;
  readonly onChange: (options: RunOptions) => void;
  readonly onChooseFile: () => void;
}

const kinds: readonly (readonly [Exclude<Sample["kind"], "file">, () => string])[] = [
  ["picture", () => t("Test picture")],
  ["randn", () => t("Random normal")],
  ["zeros", () => t("Zeros")],
  ["ones", () => t("Ones")],
  ["ramp", () => t("Ramp")],
  ["checkerboard", () => t("Checkerboard")],
];

export function SampleChooser({ options, sample, onChange, onChooseFile }: Props) {
  const used = options.sample ?? sample;
  const choose = (kind: string): void => {
    if (kind === "choose") onChooseFile();
    else onChange({ ...options, sample: kind === "randn" ? { kind, seed: 0 } : ({ kind } as Sample) });
  };
  return (
    <fieldset class="controls" aria-label={t("What it is run on")}>
      <label title={t("What the model is fed with; the layer is given what the layers before it make of it")}>
        <span>{t("Sample")}</span>
        <select value={used?.kind ?? "picture"} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          {kinds.map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name()}
            </option>
          ))}
          {used?.kind === "file" && <option value="file">{used.path.split(/[\\/]/).at(-1)}</option>}
          <option value="choose">{t("Picture or .npy file …")}</option>
        </select>
      </label>
      {used?.kind === "randn" && (
        <Seed
          name={t("Seed")}
          value={used.seed}
          onChange={(seed) => onChange({ ...options, sample: { kind: "randn", seed } })}
        />
      )}
      <Seed
        name={t("Weights seed")}
        value={options.seed}
        onChange={(seed) => onChange({ ...options, seed })}
      />
      <label title={t("Sizes of the model's input, such as 1, 3, 224, 224; empty: those of the source")}>
        <span>{t("Input size")}</span>
        <input
          type="text"
          class="size"
          placeholder={t("as in the source")}
          value={options.inputShape?.join(", ") ?? ""}
          onChange={({ currentTarget }) => onChange(withShape(options, currentTarget.value))}
        />
      </label>
    </fieldset>
  );
}

function Seed({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: number | undefined;
  readonly onChange: (seed: number) => void;
}) {
  return (
    <label>
      <span>{name}</span>
      <input
        type="number"
        class="seed"
        min={0}
        step={1}
        placeholder="0"
        value={value ?? ""}
        onChange={({ currentTarget }) => onChange(Math.max(0, Math.floor(Number(currentTarget.value) || 0)))}
      />
    </label>
  );
}

/** "1, 3, 224, 224" as sizes; anything else asks for what the source suggests. */
function withShape({ inputShape: _, ...options }: RunOptions, text: string): RunOptions {
  const sizes = (text.match(/\d+/g) ?? []).map(Number);
  return sizes.length === 0 ? options : { ...options, inputShape: sizes };
}
