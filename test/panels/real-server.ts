/** What panels show in these tests: answers of the built language server, run by the engine. */
import { readFileSync } from "node:fs";
import {
  type LayerItem,
  type LayerRun,
  type ModelSummary,
  type Place,
  type Refusal,
  type RunOptions,
  requests,
  type TensorView,
} from "@convlens/server/protocol";
import { positionOf, Session } from "../server/lsp/client.ts";

const root = new URL("../../", import.meta.url);

export class RealServer {
  private readonly session: Session;

  private constructor(session: Session) {
    this.session = session;
  }

  static async start(): Promise<RealServer> {
    return new RealServer(await Session.start());
  }

  stop(): Promise<number | null> {
    return this.session.stop();
  }

  ask<R>(method: string, params: unknown): Promise<R> {
    return this.session.connection.sendRequest(method, params);
  }

  /** Opens a source; places in it are found by their text. */
  async open(name: string, text: string): Promise<Source> {
    const uri = `file:///panels/${name}`;
    await this.session.open(uri, text);
    return new Source(this, uri, text);
  }

  /** Opens one of `examples/`. */
  async example(name: string): Promise<Source> {
    const address = new URL(`examples/${name}`, root);
    const text = readFileSync(address, "utf8");
    await this.session.open(address.href, text);
    return new Source(this, address.href, text);
  }
}

export class Source {
  readonly uri: string;
  private readonly server: RealServer;
  readonly text: string;

  constructor(server: RealServer, uri: string, text: string) {
    this.server = server;
    this.uri = uri;
    this.text = text;
  }

  at(needle: string): Place {
    return { uri: this.uri, ...positionOf(this.text, needle) };
  }

  layers(): Promise<LayerItem[]> {
    return this.server.ask(requests.layers, { uri: this.uri });
  }

  async run(needle: string, options: RunOptions = {}): Promise<LayerRun> {
    const answer = await this.server.ask<LayerRun | Refusal>(requests.runLayer, {
      at: this.at(needle),
      options,
    });
    if ("refused" in answer) throw new Error(answer.refused);
    return answer;
  }

  async summary(model?: string, run = false): Promise<ModelSummary> {
    const at = { uri: this.uri, line: 0, character: 0 };
    const answer = await this.server.ask<ModelSummary | Refusal>(requests.modelSummary, { at, model, run });
    if ("refused" in answer) throw new Error(answer.refused);
    return answer;
  }
}

/** The value of a tensor that was sent, at an index without batch. */
export function valueIn({ data, sent }: TensorView, index: readonly number[]): number {
  const bytes = Buffer.from(data, "base64");
  const flat = index.reduce((at, i, axis) => at * sent[axis]! + i, 0);
  return bytes.readFloatLE(flat * 4);
}
