// An esbuild plugin that takes only what is used of the `typescript6` package, which ships as one file that no bundler
// can divide. It is read as an ES module whose declarations each run only if something needs them:
//
//   var codes = makeCodes();           →  var codes = /* @__PURE__ */ (() => makeCodes())();
//   __export(space, { a: () => a });   →  var space = /* @__PURE__ */ (() => { … return space; })();
//   space.a                            →  space__a(), so that `space` goes and `a` stays
//   registerCodeFix({ … });            →  (nothing: the language service is not used)
//   module.exports = …                 →  export { createSourceFile, … };
//
// Statements of a kind that is not listed here fail the build: a new release must be looked at before it is taken.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import ts from "typescript6";

export function typescriptParser() {
  return {
    name: "typescript-parser",
    setup(build) {
      build.onResolve({ filter: /^typescript6$/ }, () => ({
        path: createRequire(import.meta.url).resolve("typescript6"),
        namespace: "typescript-parser",
        sideEffects: true,
      }));
      build.onLoad({ filter: /./, namespace: "typescript-parser" }, ({ path }) => ({
        contents: asModule(readFileSync(path, "utf8")),
        loader: "js",
        resolveDir: path.slice(0, path.lastIndexOf("/")),
      }));
    },
  };
}

/** Calls at the top level that only language features need. */
const REGISTRATIONS = new Set(["registerCodeFix", "registerRefactor"]);
/** The object of everything that the package exports. */
const EXPORTS = "typescript_exports";

/** The text of typescript.js as a module that can be divided. Throws when the file is not laid out as expected. */
function asModule(original) {
  const text = original.replace(/\b(ts_\w+_exports\d*)\.(\w+)\b/g, "$1__$2()");
  const tree = ts.createSourceFile("typescript.js", text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const source = (node) => text.slice(ts.skipTrivia(text, node.pos), node.end);
  const statements = wrapperBody(tree);
  const additions = additionsByName(statements, source);
  const lines = statements.flatMap((statement) => rewritten(statement, source, additions));
  if (additions.size > 0) throw layoutError(`names that are never declared: ${[...additions.keys()]}`);
  return lines.join("\n");
}

/** The statements inside of `((module) => { … })(…)`. */
function wrapperBody(tree) {
  const call = tree.statements.at(-1)?.expression;
  const wrapper = call && ts.isCallExpression(call) ? call.expression.expression : undefined;
  if (tree.statements.length !== 2 || !wrapper || !ts.isArrowFunction(wrapper))
    throw layoutError("it is not one wrapped function");
  return wrapper.body.statements;
}

/** What the statements outside of a declaration put into its object: name → their texts, each in terms of that name. */
function additionsByName(statements, source) {
  const additions = new Map();
  for (const statement of statements) {
    const target = ts.isExpressionStatement(statement) && additionTarget(statement.expression);
    if (target) additions.set(target, [...(additions.get(target) ?? []), source(statement)]);
  }
  return additions;
}

/** `X` in `__export(X, …)`, `X.y = …` and `((X2) => …)(X || (X = {}))`. */
function additionTarget(expression) {
  if (ts.isCallExpression(expression)) {
    const [first] = expression.arguments;
    if (nameOf(expression.expression) === "__export") return nameOf(first);
    return first && ts.isBinaryExpression(first) ? nameOf(first.left) : undefined;
  }
  const isField = ts.isBinaryExpression(expression) && ts.isPropertyAccessExpression(expression.left);
  const owner = isField ? nameOf(expression.left.expression) : undefined;
  return owner === "module" ? undefined : owner;
}

const nameOf = (node) => (node && ts.isIdentifier(node) ? node.text : undefined);

function rewritten(statement, source, additions) {
  if (ts.isFunctionDeclaration(statement)) return [source(statement)];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) =>
      declared(declaration, source, additions),
    );
  }
  if (ts.isExpressionStatement(statement)) return expressionStatement(statement, source);
  if (ts.isIfStatement(statement) || ts.isBlock(statement)) return hostSetup(statement, source);
  throw layoutError(`a statement of an unknown kind: ${source(statement).slice(0, 80)}`);
}

/** A variable whose value, with everything that is added to it later, is only made when it is used. */
function declared({ name, initializer }, source, additions) {
  const added = additions.get(name.text) ?? [];
  additions.delete(name.text);
  if (name.text === EXPORTS) return exportList(added[0]);
  const value = initializer ? source(initializer) : undefined;
  if (added.length === 0) return `var ${source(name)}${value ? ` = ${pure(`return ${value};`)}` : ""};`;
  return `${readers(name.text, added)}var ${name.text} = ${pure(`var ${name.text} = ${value ?? "{}"};\n${added.join("\n")}\nreturn ${name.text};`)};`;
}

/** For each `a: () => b` of a namespace, a function that reads it without the namespace. */
const readers = (space, added) =>
  added
    .filter((text) => text.startsWith("__export("))
    .flatMap((text) =>
      exportsIn(text).map(([name, local]) => `function ${space}__${name}() { return ${local}; }\n`),
    )
    .join("");

/** `[name, local]` of each line `name: () => local`. */
const exportsIn = (call) => [...call.matchAll(/^\s*(\w+): \(\) => (\w+),?$/gm)].map(([, ...pair]) => pair);

const pure = (body) => `/* @__PURE__ */ (() => { ${body} })()`;

/** `__export(typescript_exports, { a: () => b })` as `export { b as a };` */
function exportList(call) {
  const pairs = exportsIn(call);
  if (pairs.length < 1000) throw layoutError(`only ${pairs.length} exports`);
  return `export { ${pairs.map(([name, local]) => `${local} as ${name}`).join(", ")} };`;
}

function expressionStatement({ expression }, source) {
  const text = source(expression);
  const callee = ts.isCallExpression(expression) ? nameOf(expression.expression) : undefined;
  if (callee === "setObjectAllocator") return [`${text};`]; // nodes get getStart() and getText()
  const dropped =
    REGISTRATIONS.has(callee) ||
    additionTarget(expression) !== undefined || // made part of its declaration
    /^("use strict"$|module\.exports = __toCommonJS|0 && \()/.test(text);
  if (!dropped) throw layoutError(`an unknown statement: ${text.slice(0, 80)}`);
  return [];
}

/** Set-up of TypeScript as a program of its own: file watching, debug output. */
function hostSetup(statement, source) {
  const text = source(statement);
  if (!/^(if \(sys && sys\.|if \(typeof console !== "undefined"\)|\{\s*\}$)/.test(text))
    throw layoutError(`an unknown statement: ${text.slice(0, 80)}`);
  return [];
}

const layoutError = (what) =>
  new Error(`typescript.js is not laid out as scripts/typescript-parser-plugin.mjs expects: ${what}`);
