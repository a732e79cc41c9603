/** Starts the model comparison's page. */
import type { ModelComparison } from "@convlens/server/protocol";
import { render } from "preact";
import type { ComparisonTarget } from "../../messages.ts";
import { Host } from "../../ui/host.ts";
import { App, type View } from "./app.tsx";

render(<App host={new Host<ComparisonTarget, ModelComparison, View>()} />, document.getElementById("root")!);
