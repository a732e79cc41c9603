/** The setting that turns all of it off. */
import { workspace } from "vscode";

/** Whether there is to be a server in this window. */
export const enabled = (): boolean => workspace.getConfiguration("convlens").get("enable", true);
