/** Starts the model summary's page. */
import type { ModelSummary } from "@convlens/server/protocol";
import { render } from "preact";
import type { SummaryTarget } from "../../messages.ts";
import { Host } from "../../ui/host.ts";
import { App } from "./app.tsx";
import type { View } from "./view.ts";

render(<App host={new Host<SummaryTarget, ModelSummary, View>()} />, document.getElementById("root")!);
