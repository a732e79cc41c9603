/** What pages of panels and the extension tell each other. */

export {
  comparisonChange,
  fromPage,
  inspectorChange,
  inspectorTarget,
  summaryChange,
  summaryTarget,
  toPage,
} from "./checks.ts";
export type { ComparisonTarget, FromPage, InspectorTarget, SummaryTarget } from "./messages.ts";
