/** The panels in a real VS Code. Their colours are held to each theme in the tests of their pages. */
import { describePanels } from "./workbench-panels.ts";

describePanels("Dark", { reload: false });
