/** The HTML of a panel's page: one script and one style sheet of ours, nothing else may load or run. */
import { env, l10n, Uri, type Webview } from "vscode";

export const resourceRoot = (extension: Uri): Uri => Uri.joinPath(extension, "dist", "panels");

/** The page that runs `dist/panels/<bundle>.js`, with the translations that it may need. */
export function pageOf(webview: Webview, extension: Uri, bundle: string): string {
  const address = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(resourceRoot(extension), name)).toString();
  const nonce = randomNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="${escaped(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ConvLens</title>
<link rel="stylesheet" href="${address(`${bundle}.css`)}">
</head>
<body data-texts="${escaped(JSON.stringify(l10n.bundle ?? {}))}">
<main id="root"></main>
<script nonce="${nonce}" src="${address(`${bundle}.js`)}"></script>
</body>
</html>`;
}

const randomNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
