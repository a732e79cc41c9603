/** What pages of panels and the extension tell each other. */
export type { ComparisonTarget, FromPage, InspectorTarget, SummaryTarget } from "./messages.ts";
