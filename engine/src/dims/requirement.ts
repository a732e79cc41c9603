/**
 * For which sizes a model works, from the conditions that its layers left open: found by trying every size.
 *
 *   solve([divides(16, H)])?.text                    // "H: multiples of 16"
 *   solve([eq(mul(H, W), 784)])?.text                // "H = W: exactly 28"
 */
import { type Condition, holds, openParts, symbolsOf } from "./condition.ts";
import { pretty } from "./format.ts";

export interface Requirement {
  readonly text: string;
  /** The rule of each symbol; symbols that depend on each other have one for the case that they are equal. */
  readonly symbols: Readonly<Record<string, Rule>>;
}

/** At least `min`, at most `max` where there is an end, and one of `residues` when divided by `modulus`. */
export interface Rule {
  readonly min: number;
  readonly max?: number;
  readonly modulus: number;
  readonly residues: readonly number[];
  readonly equalTo?: readonly string[]; // the other symbols that are taken to have the same size
}

const LARGEST = 1024; // sizes tried; a rule is believed only if it explains every one of them
const MODULI = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 27, 28, 30, 32, 36, 40, 48, 49, 56, 60, 64,
  96, 128,
];
/** Axes of maps, which are square as often as not. */
const SPATIAL = /^[DHWL]\d*$/;

/**
 * The requirement that the conditions put on the symbols, where the sizes that pass are a range and residues of a modulus,
 * exactly. Axes that depend on each other are solved for the case that they are equal; other relations are told as they
 * are. Undefined where there is no requirement, or where it has no such form.
 */
export function solve(conditions: readonly Condition[]): Requirement | undefined {
  const symbols: Record<string, Rule> = {};
  const relations: string[] = [];
  for (const { names, parts } of components(conditions.flatMap(openParts))) {
    if (names.length === 0) return undefined; // of something unknown
    if (names.length > 1 && !names.every((name) => SPATIAL.test(name))) {
      const told = parts.map(relation);
      if (told.length > 2 || told.includes(undefined)) return undefined;
      relations.push(...(told as string[]));
      continue;
    }
    const rule = ruleOf(names, parts);
    if (rule === undefined) return undefined;
    if (rule !== ALWAYS) symbols[names[0]!] = names.length > 1 ? { ...rule, equalTo: names.slice(1) } : rule;
  }
  const texts = [...sentences(symbols), ...relations];
  return texts.length ? { symbols, text: texts.join("; ") } : undefined;
}

interface Component {
  readonly names: string[];
  readonly parts: Condition[];
}

/** Conditions that speak of the same symbols, directly or through others. */
function components(parts: readonly Condition[]): Component[] {
  let found: Component[] = [];
  for (const part of parts) {
    const names = symbolsOf(part);
    const touching = found.filter((component) => component.names.some((name) => names.includes(name)));
    found = [
      ...found.filter((component) => !touching.includes(component)),
      {
        names: [...new Set([...touching.flatMap((component) => component.names), ...names])].sort(),
        parts: [...touching.flatMap((component) => component.parts), part],
      },
    ];
  }
  return found;
}

const relation = (condition: Condition): string | undefined =>
  condition.op === "eq" || condition.op === "le"
    ? `${pretty(condition.a)} ${condition.op === "eq" ? "=" : "≤"} ${pretty(condition.b)}`
    : undefined;

const ALWAYS: Rule = { min: 1, modulus: 1, residues: [0] };

/** The rule for one size that all names have. */
function ruleOf(names: readonly string[], conditions: readonly Condition[]): Rule | undefined {
  const passes: boolean[] = [false];
  for (let size = 1; size <= LARGEST; size++) {
    const values = Object.fromEntries(names.map((name) => [name, size]));
    let pass = true;
    for (const condition of conditions) {
      const verdict = holds(condition, values);
      if (verdict === undefined) return undefined;
      if (!verdict) {
        pass = false;
        break;
      }
    }
    passes.push(pass);
  }
  const first = passes.indexOf(true);
  if (first < 0) return undefined;
  for (const modulus of MODULI) {
    const rule = explain(passes, modulus);
    if (rule) return rule.min <= 1 && rule.modulus === 1 && rule.max === undefined ? ALWAYS : rule;
  }
  return undefined;
}

/** The rule with this modulus that gives exactly `passes`, if there is one; a range may end, residues go on for ever. */
function explain(passes: readonly boolean[], modulus: number): Rule | undefined {
  const min = passes.indexOf(true);
  const last = passes.lastIndexOf(true);
  const max = modulus === 1 && last < passes.length - 1 ? last : undefined;
  const residues: number[] = [];
  for (let size = passes.length - modulus; size < passes.length; size++)
    if (passes[size] || max !== undefined) residues.push(size % modulus);
  residues.sort((a, b) => a - b);
  const fits = (size: number): boolean => residues.includes(size % modulus) && size <= (max ?? size);
  for (let size = min; size < passes.length; size++) if (passes[size] !== fits(size)) return undefined;
  return { min, modulus, residues, ...(max !== undefined && { max }) };
}

function sentences(symbols: Requirement["symbols"]): string[] {
  const byText = new Map<string, string[]>();
  for (const [name, rule] of Object.entries(symbols)) {
    const text = describe(rule);
    byText.set(text, [...(byText.get(text) ?? []), [name, ...(rule.equalTo ?? [])].join(" = ")]);
  }
  return [...byText].map(([text, names]) => `${names.sort().join(", ")}: ${text}`);
}

function describe({ min, max, modulus, residues }: Rule): string {
  if (max !== undefined) return min === max ? `exactly ${min}` : `${min} to ${max}`;
  const kind = residueText(modulus, residues);
  const smallest = modulus === 1 || min > Math.max(modulus, residues[0]!) ? `at least ${min}` : "";
  return [kind, smallest].filter(Boolean).join(", ");
}

function residueText(modulus: number, residues: readonly number[]): string {
  if (modulus === 1) return "";
  if (modulus === 2) return residues[0] === 0 ? "even" : "odd";
  if (residues.length === 1) {
    const [r] = residues as [number];
    if (r === 0) return `multiples of ${modulus}`;
    return r > modulus / 2
      ? `${modulus - r} less than a multiple of ${modulus}`
      : `${r} more than a multiple of ${modulus}`;
  }
  const stretch = stretchOf(modulus, residues);
  return stretch
    ? `${stretch[0]} to ${stretch[1]} more than a multiple of ${modulus}`
    : `${residues.join(", ")} modulo ${modulus}`;
}

/** Residues without a gap, counted past the modulus: 0, 9, …, 15 modulo 16 are 9 to 16. */
function stretchOf(modulus: number, residues: readonly number[]): readonly [number, number] | undefined {
  const start = residues.find((r) => !residues.includes((r + modulus - 1) % modulus));
  if (start === undefined) return undefined;
  const end = start + residues.length - 1;
  const whole = residues.every((_, i) => residues.includes((start + i) % modulus));
  return whole ? [start, end] : undefined;
}
