/** The panels in a real VS Code that is light. */
import { describePanels } from "../panels/workbench-panels.ts";

describePanels("Light");
