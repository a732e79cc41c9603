// What a command prints, as an SVG in the colours of the editor's theme: the walkthrough's picture of the terminal.
import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

const LINE = 19; // px
const CHARACTER = 7.82; // px, of a 13 px monospaced font

const colours = { 31: "terminal-ansiRed", 34: "terminal-ansiBlue", 36: "terminal-ansiCyan" };

/** Runs `convlens …` in a folder. */
export function terminalSvg(root, cwd, args) {
  const { stdout } = spawnSync(process.execPath, [`${root}dist/cli.js`, ...args, "--color"], {
    cwd,
    encoding: "utf8",
  });
  const lines = [`$ convlens ${args.join(" ")}`, "", ...stdout.trimEnd().split("\n")];
  const width =
    Math.ceil(Math.max(...lines.map((line) => stripVTControlCharacters(line).length)) * CHARACTER) + 32;
  const height = lines.length * LINE + 32;
  const state = { colour: undefined, bold: false, dim: false };
  const rows = lines.map(
    (line, i) =>
      `<text x="16" y="${16 + (i + 0.75) * LINE}" xml:space="preserve">${spans(line, state)}</text>`,
  );
  // attributes alone: the walkthrough's page allows no styles of an SVG's own
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>convlens ${args.join(" ")}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="4" fill="var(--vscode-terminal-background, var(--vscode-editor-background))" stroke="var(--vscode-widget-border, var(--vscode-contrastBorder, transparent))"/>
<g font-size="13" font-family="var(--vscode-editor-font-family, monospace)" fill="var(--vscode-foreground)">
${rows.join("\n")}
</g>
</svg>
`;
}

const ESCAPE = `${String.fromCharCode(27)}[`;

/** A line's stretches of one style; the style goes on in the next line. */
function spans(line, state) {
  const [first, ...rest] = line.split(ESCAPE);
  const styled = rest.map((part) => {
    const [, code, text] = /^(\d+)m(.*)$/.exec(part);
    if (code === "1") state.bold = true;
    else if (code === "2") state.dim = true;
    else if (code === "22") state.bold = state.dim = false;
    else state.colour = colours[code];
    return text === "" ? "" : span(text, state);
  });
  return [first === "" ? "" : span(first, state), ...styled].join("");
}

function span(text, { colour, bold, dim }) {
  const attributes = [
    colour && `fill="var(--vscode-${colour})"`,
    bold && 'font-weight="bold"',
    dim && 'opacity="0.7"',
  ].filter(Boolean);
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return attributes.length === 0 ? escaped : `<tspan ${attributes.join(" ")}>${escaped}</tspan>`;
}
