/** What the header of a model file says: what it takes and gives, who made it, and what is wrong with it. */
import type { ModelFileFacts, ModelFileValue } from "@convlens/server/protocol";
import { t } from "../../ui/l10n.ts";
import { Pairs } from "../../ui/pairs.tsx";

/** Kinds of nodes that are listed; the table has them all. */
const MOST_OPERATORS = 24;

export function FileFacts({ file }: { readonly file: ModelFileFacts }) {
  const { facts, metadata, inputs, outputs, operators, problems } = file;
  const more = operators.length - MOST_OPERATORS;
  return (
    <>
      {problems.map(({ severity, code, message }) => (
        <p key={message} class={`notice notice-${severity === "error" ? "warning" : "info"}`}>
          {message} <code class="quiet">{code}</code>
        </p>
      ))}
      <div class="file-facts">
        <Values title={t("Inputs")} values={inputs} />
        <Values title={t("Outputs")} values={outputs} />
        <Pairs look="pairs" pairs={facts} />
      </div>
      {metadata.length > 0 && (
        <details>
          <summary>{t("Metadata")}</summary>
          <Pairs look="pairs" pairs={metadata} />
        </details>
      )}
      {operators.length > 0 && (
        <details>
          <summary>{t("Operators")}</summary>
          <p class="operators">
            {operators
              .slice(0, MOST_OPERATORS)
              .map(([name, count]) => `${name} × ${count}`)
              .join(", ")}
            {more > 0 && ` ${t("and {0} more", more)}`}
          </p>
        </details>
      )}
    </>
  );
}

function Values({ title, values }: { readonly title: string; readonly values: readonly ModelFileValue[] }) {
  if (values.length === 0) return null;
  return (
    <table class="file-values">
      <caption>{title}</caption>
      <tbody>
        {values.map(({ name, type, shape }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <code>{`${type}${shape}` || "?"}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
