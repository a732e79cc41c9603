/** What the suite uses of Node's assertions, where there is no Node. */

function ok(value: unknown, message = "not as expected"): asserts value {
  if (!value) throw new Error(message);
}

function equal(actual: unknown, expected: unknown, message?: string): void {
  ok(
    Object.is(actual, expected),
    `${String(actual)} instead of ${String(expected)}${message ? `: ${message}` : ""}`,
  );
}

/** Of values that are all there is to them as JSON. */
function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  equal(JSON.stringify(actual), JSON.stringify(expected), message);
}

function match(text: string, pattern: RegExp): void {
  ok(pattern.test(text), `${pattern} does not match ${text}`);
}

function doesNotMatch(text: string, pattern: RegExp): void {
  ok(!pattern.test(text), `${pattern} matches ${text}`);
}

export default { ok, equal, deepEqual, match, doesNotMatch, notEqual };

function notEqual(actual: unknown, unexpected: unknown, message?: string): void {
  ok(!Object.is(actual, unexpected), message ?? `${String(actual)}, which it should not be`);
}
