// A proxy in front of code-server that makes it VS Code for the Web: its page is told of an extension under development
// and of its tests, both served from the page's own origin, because the web extension host loads scripts from there alone.
//
//   const proxy = await startProxy({ port, folder, tests, isolated: true })
//   proxy.port; proxy.stop()
//
// `isolated` adds the headers that give a page shared memory, and with it threads.
import { createReadStream, existsSync, statSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { extname, join, normalize, relative, resolve } from "node:path";

const SERVED = "/__extension";
const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".md": "text/markdown",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};
const ISOLATING = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/** @param {{ port: number, folder: string, tests?: string, isolated?: boolean }} options `port` is code-server's. */
export async function startProxy({ port, folder, tests, isolated = false }) {
  const root = resolve(folder);
  const extra = isolated ? ISOLATING : {};
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    if (pathname.startsWith(`${SERVED}/`))
      serve(join(root, decodeURIComponent(pathname.slice(SERVED.length))), root, response, extra);
    else pass(request, response, pathname === "/" ? configure : undefined);
  });

  /** The page's configuration, with the extension and its tests. */
  function configure(html) {
    const own = server.address().port;
    const place = (path) => ({ scheme: "http", authority: `127.0.0.1:${own}`, path });
    return html.replace(
      /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/,
      (_, start, settings) => {
        const configuration = JSON.parse(unescaped(settings));
        configuration.developmentOptions = {
          ...configuration.developmentOptions,
          extensions: [place(SERVED)],
          ...(tests && {
            extensionTestsPath: place(`${SERVED}/${relative(root, resolve(tests)).replaceAll("\\", "/")}`),
          }),
        };
        return `${start}${escaped(JSON.stringify(configuration))}"`;
      },
    );
  }

  function pass(request, response, change) {
    const headers = { ...request.headers, ...(change && { "accept-encoding": "identity" }) };
    const asked = http.request(
      { host: "127.0.0.1", port, method: request.method, path: request.url, headers },
      (answer) => {
        const given = { ...answer.headers, ...extra };
        if (!change || !/text\/html/.test(given["content-type"] ?? "")) {
          response.writeHead(answer.statusCode, given);
          answer.pipe(response);
          return;
        }
        let html = "";
        answer.setEncoding("utf8").on("data", (part) => {
          html += part;
        });
        answer.on("end", () => {
          const { "content-length": _, etag, ...rest } = given;
          response.writeHead(answer.statusCode, rest);
          response.end(change(html));
        });
      },
    );
    asked.on("error", () => response.writeHead(502).end());
    request.pipe(asked);
  }

  const sockets = new Set(); // those that were upgraded outlive their server
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request, socket, head) => {
    const up = net.connect(port, "127.0.0.1", () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let i = 0; i < request.rawHeaders.length; i += 2)
        lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
      up.write(`${lines.join("\r\n")}\r\n\r\n`);
      up.write(head);
      up.pipe(socket).pipe(up);
    });
    const close = () => {
      up.destroy();
      socket.destroy();
    };
    for (const end of [up, socket]) end.on("error", close).on("close", close);
  });
  await new Promise((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  return {
    port: server.address().port,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function serve(path, root, response, extra) {
  const file = normalize(path);
  if (!file.startsWith(`${root}/`) || !existsSync(file) || !statSync(file).isFile())
    return response.writeHead(404, extra).end();
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { ...extra, "content-type": type, "cache-control": "no-store" });
  createReadStream(file).pipe(response);
}

const ENTITIES = { "&amp;": "&", "&quot;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">" };
const unescaped = (text) => text.replace(/&(?:amp|quot|#39|lt|gt);/g, (entity) => ENTITIES[entity]);
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
