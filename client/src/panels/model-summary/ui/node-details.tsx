/** One node of a model file: attributes, what it takes and gives, and on demand what its weights are like. */
import type { ModelNode, ModelNodeValue, ModelWeight, SummaryRow } from "@convlens/server/protocol";
import { useEffect, useState } from "preact/hooks";
import { short } from "../../ui/format.ts";
import { isRefusal } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { Refused } from "../../ui/notice.tsx";
import { Statistics } from "../../ui/statistics.tsx";
import type { SummaryHost } from "./view.ts";

interface Props {
  readonly host: SummaryHost;
  readonly uri: string;
  readonly row: SummaryRow;
  readonly onGo: (row: number) => void;
  readonly onClose: () => void;
}

export function NodeDetails({ host, uri, row, onGo, onClose }: Props) {
  const [node, setNode] = useState<ModelNode | { readonly refused: string }>();
  useEffect(() => {
    void host.ask("modelNode", { uri, row: row.id }).then(setNode);
  }, [uri, row]);
  return (
    <aside
      class="node-details"
      aria-label={t("Details of {0}", row.name)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div class="node-details-head">
        <h2>{row.op}</h2>
        <span class="spring" />
        <button type="button" class="quiet-button" aria-label={t("Close")} onClick={onClose}>
          ×
        </button>
      </div>
      {node && isRefusal(node) && <Refused why={node.refused} outdated={false} />}
      {node && !isRefusal(node) && (
        <>
          <p class="node-name">
            <code>{node.name}</code>
          </p>
          {row.findings.map(({ message, code }) => (
            <p key={message} class="notice notice-warning">
              {message} <code class="quiet">{code}</code>
            </p>
          ))}
          {node.attributes.length > 0 && (
            <section>
              <h3>{t("Attributes")}</h3>
              <dl class="pairs">
                {node.attributes.map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>
                      <code>{value}</code>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
          <Values title={t("Inputs")} values={node.inputs} host={host} uri={uri} onGo={onGo} />
          <Values title={t("Outputs")} values={node.outputs} host={host} uri={uri} onGo={onGo} />
        </>
      )}
    </aside>
  );
}

interface ValuesProps extends Pick<Props, "host" | "uri" | "onGo"> {
  readonly title: string;
  readonly values: readonly ModelNodeValue[];
}

function Values({ title, values, host, uri, onGo }: ValuesProps) {
  if (values.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="node-values">
        {values.map((value, i) => (
          <li key={i}>
            {value.row === undefined ? (
              <span class="value-name">{value.name}</span>
            ) : (
              <button type="button" class="link value-name" onClick={() => onGo(value.row!)}>
                {value.name}
              </button>
            )}
            <code class="quiet">
              {value.type}
              {value.shape}
            </code>
            {value.values !== undefined && <code>= {value.values}</code>}
            {value.stored && value.values === undefined && <Weight host={host} uri={uri} name={value.name} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Read when somebody asks: a weight may be large. */
function Weight({ host, uri, name }: Pick<Props, "host" | "uri"> & { readonly name: string }) {
  const [weight, setWeight] = useState<ModelWeight | { readonly refused: string }>();
  const [asked, setAsked] = useState(false);
  const ask = (): void => {
    setAsked(true);
    void host.ask("modelWeight", { uri, name }).then(setWeight);
  };
  if (!weight)
    return (
      <button type="button" class="quiet-button" disabled={asked} onClick={ask}>
        {asked ? t("Reading …") : t("Statistics")}
      </button>
    );
  if (isRefusal(weight)) return <Refused why={weight.refused} outdated={false} />;
  return (
    <div class="node-weight">
      <Statistics stats={weight.stats} channels={false} />
      <code class="quiet first-values">
        {weight.first.map(short).join(", ")} … · {weight.bytes}
      </code>
    </div>
  );
}
