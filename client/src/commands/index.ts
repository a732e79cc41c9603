/** All commands; hovers may link to these and to no others. */
import type { Command } from "./command.ts";
import { openSampleModel } from "./open-sample-model.ts";
import { restartServer } from "./restart-server.ts";
import { showLog } from "./show-log.ts";

export const allCommands: readonly Command[] = [restartServer, showLog, openSampleModel];
