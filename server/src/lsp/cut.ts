/** What is said of a file that was not followed to its end. */
import type { Diagnostic } from "vscode-languageserver";
import type { Analysis } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import { t } from "../texts/index.ts";
import type { Found } from "./background.ts";
import type { Converter } from "./convert.ts";
import { DiagnosticSeverity } from "./words.ts";

/** Where the model is declared that was cut; the file's first character where it was none. */
export function modelSpan({ models, file }: Analysis, name: string | undefined): Span {
  const model = models.find((each) => each.name === name && each.declaration.file === file);
  return model?.declaration ?? { file, start: 0, end: 1 };
}

/** An information: nothing is wrong, and what else is found is right as far as it goes. */
export const cutDiagnostic = (
  { model, state }: NonNullable<Found["cut"]>,
  span: Span,
  convert: Converter,
): Diagnostic => ({
  range: convert.range(span),
  severity: DiagnosticSeverity.Information,
  source: "convlens",
  message:
    state === "going on"
      ? t(
          "{0} takes long to follow: what is found by now is shown, the rest is looked at in the background.",
          model ?? t("This file"),
        )
      : t("{0} is too much to follow: what is shown was found in a part of it.", model ?? t("This file")),
});
