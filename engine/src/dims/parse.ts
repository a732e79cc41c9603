/**
 * Reads a dimension from an annotation: integers, names, + − * / // % and parentheses, floor(), ceil(), min(), max(),
 * the signs people write (·, ×, ⌊⌋, ⌈⌉) and `?` for unknown. A plain `/` is rounded down.
 *
 *   parse("32*h + 1")   // a Dim
 *   parse("32*")        // { error: "a size is missing", at: 3 }
 */
import { add, ceilDiv, floorDiv, max, min, mod, mul, neg, sub } from "./arithmetic.ts";
import { type Dim, symbol, unknown } from "./expr.ts";

export interface ParseError {
  readonly error: string;
  readonly at: number; // offset into the text
}
export const isParseError = (result: Dim | ParseError): result is ParseError =>
  typeof result === "object" && "error" in result;

export function parse(text: string): Dim | ParseError {
  const tokens = tokenize(text);
  if ("error" in tokens) return tokens;
  const reader = new Reader(tokens, text.length);
  const dim = reader.sum();
  if (isParseError(dim)) return dim;
  const rest = reader.peek();
  return rest ? { error: `unexpected "${rest.text}"`, at: rest.at } : dim;
}

interface Token {
  readonly text: string;
  readonly at: number;
}

function tokenize(text: string): Token[] | ParseError {
  const tokens: Token[] = [];
  const pattern = /\s*(?:(\d+|[A-Za-z_$][\w$]*|\/\/|[-+*/%(),?·×−⌊⌋⌈⌉])|(\S))/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const at = pattern.lastIndex - (match[1] ?? match[2]!).length;
    if (match[2]) return { error: `"${match[2]}" is not part of a size`, at };
    tokens.push({ text: match[1]!, at });
  }
  return tokens;
}

type Result = Dim | ParseError;
const signs: Readonly<Record<string, string>> = { "·": "*", "×": "*", "−": "-" };

class Reader {
  private next = 0;
  private readonly tokens: readonly Token[];
  private readonly end: number;

  constructor(tokens: readonly Token[], end: number) {
    this.tokens = tokens;
    this.end = end;
  }

  peek(): Token | undefined {
    return this.tokens[this.next];
  }

  private take(...texts: readonly string[]): string | undefined {
    const token = this.peek();
    const text = token && ((Object.hasOwn(signs, token.text) && signs[token.text]) || token.text);
    if (text === undefined || !texts.includes(text)) return undefined;
    this.next++;
    return text;
  }

  private fail(error: string): ParseError {
    return { error, at: this.peek()?.at ?? this.end };
  }

  sum(): Result {
    return this.chain(["+", "-"], () => this.term());
  }

  private term(): Result {
    return this.chain(["*", "/", "//", "%"], () => this.factor());
  }

  private chain(operators: readonly string[], part: () => Result): Result {
    let left = part();
    for (let operator = this.take(...operators); operator; operator = this.take(...operators)) {
      if (isParseError(left)) return left;
      const at = this.peek()?.at ?? this.end;
      const right = part();
      if (isParseError(right)) return right;
      if (right === 0 && "/%".includes(operator[0]!)) return { error: "division by zero", at };
      left = apply(operator, left, right);
    }
    return left;
  }

  private factor(): Result {
    if (this.take("-")) {
      const inner = this.factor();
      return isParseError(inner) ? inner : neg(inner);
    }
    if (this.take("?")) return unknown;
    if (this.take("(")) return this.closed(")", (dim) => dim);
    if (this.take("⌊")) return this.closed("⌋", (dim) => dim);
    if (this.take("⌈")) return this.ceiling("⌉");
    const token = this.peek();
    if (!token) return this.fail("a size is missing");
    if (/^\d/.test(token.text)) {
      this.next++;
      return Number(token.text);
    }
    if (!/^[A-Za-z_$]/.test(token.text)) return this.fail(`a size is missing before "${token.text}"`);
    this.next++;
    return this.take("(") ? this.call(token) : symbol(token.text);
  }

  private closed(bracket: string, give: (dim: Dim) => Dim): Result {
    const inner = this.sum();
    if (isParseError(inner)) return inner;
    return this.take(bracket) ? give(inner) : this.fail(`"${bracket}" is missing`);
  }

  /** The inside of a ceiling: a quotient is rounded up instead of down. */
  private ceiling(bracket: string): Result {
    const top = this.chain(["+", "-"], () => this.chain(["*"], () => this.factor()));
    if (isParseError(top)) return top;
    if (!this.take("/", "//")) return this.take(bracket) ? top : this.fail(`"${bracket}" is missing`);
    const bottom = this.factor();
    if (isParseError(bottom)) return bottom;
    if (!this.take(bracket)) return this.fail(`"${bracket}" is missing`);
    return bottom === 0 ? this.fail("division by zero") : ceilDiv(top, bottom);
  }

  private call(name: Token): Result {
    if (name.text === "floor") return this.closed(")", (dim) => dim);
    if (name.text === "ceil") return this.ceiling(")");
    if (name.text !== "min" && name.text !== "max")
      return { error: `${name.text}() is not known; use floor, ceil, min or max`, at: name.at };
    const args: Dim[] = [];
    do {
      const arg = this.sum();
      if (isParseError(arg)) return arg;
      args.push(arg);
    } while (this.take(","));
    if (!this.take(")")) return this.fail('")" is missing');
    return (name.text === "min" ? min : max)(...args);
  }
}

function apply(operator: string, a: Dim, b: Dim): Dim {
  if (operator === "+") return add(a, b);
  if (operator === "-") return sub(a, b);
  if (operator === "*") return mul(a, b);
  return operator === "%" ? mod(a, b) : floorDiv(a, b);
}
