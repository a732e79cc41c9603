/** Finds nodes of the graph by name, type or shape; what is folded away is unfolded. */
import type { SummaryRow } from "@convlens/server/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../ui/l10n.ts";
import type { Node } from "./graph-picture.ts";

interface Props {
  readonly nodes: readonly Node[];
  readonly rows: readonly SummaryRow[];
  readonly onFound: (node: Node) => void;
  /** The next hit lies in a folded module. */
  readonly onHidden: (path: string) => void;
  readonly onClose: () => void;
}

export function Search({ nodes, rows, onFound, onHidden, onClose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const hits = text.trim() === "" ? [] : rows.filter((row) => matches(row, wordOf(text)));
  const hit = hits[at % Math.max(1, hits.length)];

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (!hit) return;
    const node = nodes.find((one) => one.rows.includes(hit));
    if (node?.kind === "module" && node.path !== undefined) onHidden(node.path);
    if (!node || node.kind === "module") return;
    // behind the camera's own look at a new picture
    const later = setTimeout(() => onFound(node));
    return () => clearTimeout(later);
  }, [hit, nodes]);

  const step = (by: number): void =>
    setAt((before) => (before + by + hits.length) % Math.max(1, hits.length));
  return (
    <search class="graph-search">
      <input
        ref={input}
        type="text"
        aria-label={t("Find a layer")}
        placeholder={t("Name, type or shape")}
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") onClose();
        }}
      />
      <span class="quiet" role="status">
        {text === ""
          ? ""
          : hits.length === 0
            ? t("nothing found")
            : t("{0} of {1}", (at % hits.length) + 1, hits.length)}
      </span>
      <button type="button" class="quiet-button" aria-label={t("Previous")} onClick={() => step(-1)}>
        ↑
      </button>
      <button type="button" class="quiet-button" aria-label={t("Next")} onClick={() => step(1)}>
        ↓
      </button>
      <button type="button" class="quiet-button" aria-label={t("Close")} onClick={onClose}>
        ×
      </button>
    </search>
  );
}

/** Files write paths with slashes. */
const wordOf = (text: string): string => text.trim().toLowerCase().replace(/^\//, "").replaceAll("/", ".");

const matches = ({ modules, name, op, output }: SummaryRow, text: string): boolean =>
  [[modules.at(-1)?.path, name].filter(Boolean).join("."), op, output].some((part) =>
    part.toLowerCase().includes(text),
  );
