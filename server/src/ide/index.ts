/** Editor features: each a pure function of an analysis and an offset. */
export { codeActions, fixAll } from "./code-actions.ts";
export { codeLenses } from "./code-lens.ts";
export { completions, signatureHelp } from "./completion.ts";
export { definition } from "./definition.ts";
export { type DocumentSymbol, documentSymbols } from "./document-symbols.ts";
export { fileTable } from "./file-table.ts";
export { applyEdits, checkedFixes } from "./fix-check.ts";
export { hover } from "./hover.ts";
export { inlayHints } from "./inlay-hints.ts";
export { loadedCompletions } from "./loaded-completion.ts";
export { loadAt, loadedHover } from "./loaded-hover.ts";
export { commandLink, fence, link, md, raw } from "./markdown.ts";
