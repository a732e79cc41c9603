/**
 * Whether one file name is another with a slip of the pen in it: letters swapped, doubled or left out, another case, a
 * hyphen for an underscore. Never a digit or the last letter, which tell versions apart: yolov8n and yolov8s are two files.
 *
 *   misspelled("mpl.onnx", "mlp.onnx")   // true
 */
export function misspelled(name: string, meant: string): boolean {
  if (name === meant) return false;
  const [a, b] = [plain(name), plain(meant)];
  if (a === b) return true;
  if (extension(a) !== extension(b)) return false;
  return a.length === b.length ? swapped(a, b) : a.length < b.length ? leftOut(a, b) : leftOut(b, a);
}

const plain = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, "-");
const extension = (name: string): string => /\.\w+$/.exec(name)?.[0] ?? "";

/** Two neighbouring letters in the other order, everything else the same. */
function swapped(a: string, b: string): boolean {
  const i = firstDifference(a, b);
  return (
    a[i] === b[i + 1] &&
    a[i + 1] === b[i] &&
    a.slice(i + 2) === b.slice(i + 2) &&
    isLetters(a.slice(i, i + 2))
  );
}

/** `longer` with one letter less, which is not the last of the name. */
function leftOut(shorter: string, longer: string): boolean {
  const i = firstDifference(shorter, longer);
  const stem = longer.length - extension(longer).length;
  return (
    longer.length === shorter.length + 1 &&
    stem > 4 &&
    i > 0 &&
    i < stem - 1 &&
    isLetters(longer.slice(i - 1, i + 2)) &&
    shorter.slice(i) === longer.slice(i + 1)
  );
}

const firstDifference = (a: string, b: string): number => {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return i;
};
const isLetters = (text: string): boolean => /^\p{L}+$/u.test(text);
