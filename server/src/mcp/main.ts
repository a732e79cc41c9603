/** The server for assistants over stdio: what `convlens mcp` starts. Nothing but the protocol goes to standard output. */
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createServer } from "./server.ts";

void createServer(process.cwd()).connect(new StdioServerTransport());
