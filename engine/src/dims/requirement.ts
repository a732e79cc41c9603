/**
 * For which sizes a model works, from the conditions that its layers left open: found by trying every residue.
 *
 *   solve([divides(16, H)])?.text   // "H: multiples of 16"
 */
import { type Condition, holds, openParts, symbolsOf } from "./condition.ts";

export interface Requirement {
  readonly text: string;
  /** One entry a symbol: it must be at least `min` and leave one of `residues` when divided by `modulus`. */
  readonly symbols: Readonly<
    Record<string, { readonly min: number; readonly modulus: number; readonly residues: readonly number[] }>
  >;
}

const LARGEST = 1024; // sizes tried; a rule is believed only if it explains every one of them
const MODULI = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 27, 28, 30, 32, 36, 40, 48, 49, 56, 60, 64,
  96, 128,
];

/**
 * The requirement that the conditions put on each symbol, where they speak of one symbol each and the sizes that pass
 * are a minimum and residues of a modulus, exactly. Undefined where there is none, or where it has no such form.
 */
export function solve(conditions: readonly Condition[]): Requirement | undefined {
  const groups = new Map<string, Condition[]>();
  for (const condition of conditions.flatMap(openParts)) {
    const names = symbolsOf(condition);
    if (names.length !== 1) return undefined; // relations between symbols have no simple sentence
    groups.set(names[0]!, [...(groups.get(names[0]!) ?? []), condition]);
  }
  const symbols: Record<string, Rule> = {};
  for (const [name, group] of groups) {
    const rule = ruleOf(name, group);
    if (rule === undefined) return undefined;
    if (rule !== ALWAYS) symbols[name] = rule;
  }
  return Object.keys(symbols).length ? { symbols, text: sentence(symbols) } : undefined;
}

type Rule = Requirement["symbols"][string];
const ALWAYS = { min: 1, modulus: 1, residues: [0] } as const;

function ruleOf(name: string, conditions: readonly Condition[]): Rule | undefined {
  const passes: boolean[] = [false];
  for (let size = 1; size <= LARGEST; size++) {
    let pass = true;
    for (const condition of conditions) {
      const verdict = holds(condition, { [name]: size });
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
    if (rule) return rule.min <= 1 && rule.modulus === 1 ? ALWAYS : rule;
  }
  return undefined;
}

/** The rule with this modulus that gives exactly `passes`, if there is one. */
function explain(passes: readonly boolean[], modulus: number): Rule | undefined {
  const residues: number[] = [];
  const top = passes.length - modulus;
  for (let size = top; size < passes.length; size++) if (passes[size]) residues.push(size % modulus);
  residues.sort((a, b) => a - b);
  const fits = (size: number): boolean => residues.includes(size % modulus);
  const min = passes.indexOf(true);
  for (let size = min; size < passes.length; size++) if (passes[size] !== fits(size)) return undefined;
  return { min, modulus, residues };
}

function sentence(symbols: Requirement["symbols"]): string {
  const byText = new Map<string, string[]>();
  for (const [name, rule] of Object.entries(symbols)) {
    const text = describe(rule);
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  return [...byText].map(([text, names]) => `${names.join(", ")}: ${text}`).join("; ");
}

function describe({ min, modulus, residues }: Rule): string {
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
  return `${residues.join(", ")} modulo ${modulus}`;
}
