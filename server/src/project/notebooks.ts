/**
 * Cells of notebooks as modules: each sees what the cells above it declare, as it does when they are run from the top. For
 * that the text of a cell is followed by an import of those names, and by an export of its own; places in it stay.
 *
 *   const conv = new nn.Conv2d(3, 8, 3);      followed by  export { conv };
 *   conv.forward(x)                           followed by  import { conv } from "./net.ipynb.W0.ts";
 */
import { parse } from "../syntax/parse.ts";

const CELL = /^vscode-notebook-cell:(?:\/\/[^/]*)?(\/[^#]*)#(.*)$/;

export const isCell = (uri: string): boolean => CELL.test(uri);

/** "/project/net.ipynb.W0sZmlsZQ.ts": a cell's name as a file of the project. */
export function cellFile(uri: string): string {
  const [, path, fragment] = CELL.exec(uri) as unknown as [string, string, string];
  return `${decodeURIComponent(path)}.${decodeURIComponent(fragment).replace(/\W/g, "")}.ts`;
}

interface Cell {
  readonly text: string;
  readonly declares: readonly string[];
}

export class Notebooks {
  private readonly cells = new Map<string, Cell>(); // by their addresses
  private orders: readonly (readonly string[])[] = [];

  /** The cells of a notebook in order, as the editor has them now. */
  ordered(cells: readonly string[]): void {
    const [first] = cells;
    if (first === undefined) return;
    const notebook = notebookOf(first);
    this.orders = [...this.orders.filter(([other]) => notebookOf(other!) !== notebook), cells];
  }

  /** The text of a cell as a person sees it. */
  textOf = (uri: string): string | undefined => this.cells.get(uri)?.text;

  set(uri: string, text: string): void {
    const declares = [...new Set(parse(text, "cell.ts").pieces.flatMap((piece) => piece.declares))];
    this.cells.set(uri, { text, declares });
  }

  delete(uri: string): void {
    this.cells.delete(uri);
  }

  /** All cells of this one's notebook as modules. */
  modules(uri: string): readonly (readonly [uri: string, text: string])[] {
    const order = this.orders.find((cells) => cells.includes(uri)) ?? [uri];
    const above = new Map<string, string>(); // name → the module that declares it
    return order.flatMap((address): (readonly [string, string])[] => {
      const cell = this.cells.get(address);
      if (!cell) return [];
      const text = cell.text + importsFor(cell, above) + exportsOf(cell);
      for (const name of cell.declares) above.set(name, moduleName(address));
      return [[address, text]];
    });
  }
}

const notebookOf = (uri: string): string => uri.slice(0, uri.indexOf("#"));
const moduleName = (uri: string): string => `./${cellFile(uri).split("/").at(-1)}`;

function importsFor({ text, declares }: Cell, above: ReadonlyMap<string, string>): string {
  const words = new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  const names = [...above].filter(([name]) => words.has(name) && !declares.includes(name));
  const modules = [...new Set(names.map(([, module]) => module))];
  return modules
    .map((module) => {
      const its = names.filter(([, from]) => from === module).map(([name]) => name);
      return `\nimport { ${its.join(", ")} } from ${JSON.stringify(module)};`;
    })
    .join("");
}

const exportsOf = ({ declares }: Cell): string =>
  declares.length === 0 ? "" : `\nexport { ${declares.join(", ")} };`;
