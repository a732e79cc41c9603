/** The engine's names of algorithms in the editor's language; names of people and products (Winograd, GEMM) stay. */
import { t } from "../../ui/l10n.ts";

const names: Readonly<Record<string, () => string>> = {
  "direct convolution": () => t("direct convolution"),
  "direct depthwise": () => t("direct depthwise"),
  "implicit GEMM": () => t("implicit GEMM"),
  "implicit GEMM of output phases": () => t("implicit GEMM of output phases"),
  "plain loops": () => t("plain loops"),
  "row by row": () => t("row by row"),
  "row copies": () => t("row copies"),
  "scale and shift": () => t("scale and shift"),
  vectors: () => t("vectors"),
  windows: () => t("windows"),
};

/** `algorithms`: one, or several with commas between: "implicit GEMM, Winograd F(4×4, 3×3)". */
export const algorithmNames = (algorithms: string): string =>
  algorithms
    .split(/, (?![^(]*\))/)
    .map((name) => names[name]?.() ?? name)
    .join(t(", "));
