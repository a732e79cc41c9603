/** Starts the layer inspector's page. */
import type { LayerRun } from "@convlens/server/protocol";
import { render } from "preact";
import type { InspectorTarget } from "../../messages.ts";
import { Host } from "../../ui/host.ts";
import { App } from "./app.tsx";
import type { View } from "./view.ts";

render(<App host={new Host<InspectorTarget, LayerRun, View>()} />, document.getElementById("root")!);
