/**
 * What assistants in VS Code may ask: each tool of `convlens mcp` as a language-model tool, and the server itself for those
 * that prefer its protocol. Nothing starts before something is asked; nothing is registered where VS Code has no such API.
 */

import * as vscode from "vscode";
import {
  commands,
  Disposable,
  type Event,
  type ExtensionContext,
  LanguageModelTextPart,
  LanguageModelToolResult,
  lm,
  type Uri,
  workspace,
} from "vscode";
import { McpProcess, NODE } from "./mcp-process.ts";

/** Of VS Code 1.101 and newer. */
interface McpApi {
  readonly lm: {
    registerMcpServerDefinitionProvider?(
      id: string,
      provider: { onDidChangeMcpServerDefinitions?: Event<void>; provideMcpServerDefinitions(): object[] },
    ): Disposable;
  };
  readonly McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: string[],
    env: Record<string, string>,
    version: string,
  ) => { cwd?: Uri };
}

export function registerAssistants(context: ExtensionContext): Disposable {
  const script = context.asAbsolutePath("dist/mcp.js");
  void commands.executeCommand("setContext", "convlens.hasProcesses", true); // the tools' condition in the manifest
  return Disposable.from(registerServer(context, script), ...registerTools(context, script));
}

function registerServer({ extension }: ExtensionContext, script: string): Disposable {
  const { lm: api, McpStdioServerDefinition: Definition } = vscode as unknown as McpApi;
  if (!api?.registerMcpServerDefinitionProvider || !Definition) return new Disposable(() => {});
  return api.registerMcpServerDefinitionProvider("convlens", {
    provideMcpServerDefinitions: () =>
      (workspace.workspaceFolders ?? []).map(({ uri, name }, i) => {
        const label = i === 0 ? "ConvLens" : `ConvLens (${name})`;
        const { version } = extension.packageJSON as { readonly version: string };
        return Object.assign(new Definition(label, NODE.command, [script], NODE.env, version), { cwd: uri });
      }),
  });
}

function registerTools({ extension }: ExtensionContext, script: string): Disposable[] {
  if (!lm?.registerTool) return [];
  const processes = new Map<string, McpProcess>();
  const processFor = (folder: string): McpProcess => {
    const known = processes.get(folder) ?? new McpProcess(script, folder);
    processes.set(folder, known);
    return known;
  };
  const { languageModelTools: tools } = extension.packageJSON.contributes as {
    readonly languageModelTools: readonly { readonly name: string }[];
  };
  return [
    ...tools.map(({ name }) =>
      lm.registerTool<object>(name, {
        async invoke({ input }, token) {
          const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
          if (folder === undefined) return said("There is no folder open: ConvLens reads inside of one.");
          const abort = new AbortController();
          token.onCancellationRequested(() => abort.abort());
          const { content } = await processFor(folder).call(name, input, abort.signal);
          return new LanguageModelToolResult(
            content.map(
              (part) =>
                // pictures have a part of their own in later versions alone
                new LanguageModelTextPart(part.type === "text" ? part.text : `(a picture, ${part.mimeType})`),
            ),
          );
        },
      }),
    ),
    new Disposable(() => {
      for (const process of processes.values()) process.dispose();
    }),
  ];
}

const said = (text: string): LanguageModelToolResult =>
  new LanguageModelToolResult([new LanguageModelTextPart(text)]);
