/** The panels in a real VS Code that is light, and loaded again. */
import { describePanels } from "../panels/workbench-panels.ts";

describePanels("Light", { reload: true });
