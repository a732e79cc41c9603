/** Sentences for a person: why nothing was run, what to know of a run. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "./l10n.ts";

/** Over what was shown before; it takes no part of it away. */
export function Refused({ why, outdated }: { readonly why: string; readonly outdated: boolean }) {
  return (
    <div class="notice notice-warning" role="alert">
      <p>{why}</p>
      {outdated && <p class="quiet">{t("Below is what was there before.")}</p>}
    </div>
  );
}

export function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul class="notice notice-info">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

/** In place of a page that has nothing to show yet. */
export function Empty({
  busy,
  refused,
  children,
}: {
  readonly busy: boolean;
  readonly refused?: string | undefined;
  readonly children?: ComponentChildren;
}) {
  const heading = <h1 class="visually-hidden">ConvLens</h1>;
  if (refused)
    return (
      <>
        {heading}
        <Refused why={refused} outdated={false} />
      </>
    );
  return (
    <div class="empty" aria-busy={busy}>
      {heading}
      <p role="status">{busy ? t("Running …") : children}</p>
      <div class="skeleton" />
      <div class="skeleton skeleton-short" />
      <div class="skeleton skeleton-tall" />
    </div>
  );
}

/** What is not told before it has taken so long. */
const MOMENT = 300; // ms

/** While the server works: a thin line at the top and, after a moment, the way to stop it. They move nothing. */
export function Busy({
  busy,
  doing,
  onCancel,
}: {
  readonly busy: boolean;
  /** What it does just now: "layer3.4.conv2 · layer 212 of 515". */
  readonly doing?: string | undefined;
  readonly onCancel: () => void;
}) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!busy) return;
    const timer = setTimeout(() => setLong(true), MOMENT);
    return () => clearTimeout(timer);
  }, [busy]);
  return (
    <>
      <div class={busy ? "busy-line busy" : "busy-line"} role="presentation" />
      {busy && long && (
        <div class="cancel">
          {doing && <span class="doing">{doing}</span>}
          <button type="button" onClick={onCancel}>
            {t("Cancel")}
          </button>
        </div>
      )}
    </>
  );
}
