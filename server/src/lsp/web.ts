/** The language server as a web worker: `dist/web/server.js`. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from "vscode-languageserver/browser";
import { DistantFiles } from "../disk/distant-files.ts";
import { startWebWorker, type WebSource } from "../preview/web-channel.ts";
import { askClient, bytesOf } from "./client-files.ts";
import { startServer } from "./server.ts";

const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(scope),
  new BrowserMessageWriter(scope),
);

const files = new DistantFiles(
  (wants) => askClient(connection, wants),
  () => server.folders(),
  (paths) => server.filesArrived(paths),
);

const sourceFor = (extension: string): WebSource => ({
  script: async () => new TextDecoder().decode(await bytesOf(connection, `${extension}/dist/web/preview.js`)),
  picture: () => bytesOf(connection, `${extension}/media/samples/lake.png`),
  async stamp(path) {
    const [given] = await askClient(connection, [{ kind: "stat", path }]);
    return given?.stat && `${given.stat.modified} ${given.stat.size}`;
  },
  async read(path) {
    const [given] = await askClient(connection, [{ kind: "read", path }]);
    return given?.bytes;
  },
});

const server = startServer(connection, {
  host: files.host,
  distant: files,
  startWorker: (threads, extension) => startWebWorker(sourceFor(extension ?? ""), threads),
});
