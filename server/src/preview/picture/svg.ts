/** The few words of SVG that pictures are made of, and the picture as an address that Markdown takes. */

/** Of letters and lines: what the whole picture is drawn in. */
export const INK = "currentColor";
/** Readable on dark and on light, where the theme is not known. */
export const ANY_INK = "#808080";

export interface Part {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

type Attributes = Readonly<Record<string, string | number>>;

export function tag(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escaped(value)}"`,
  );
  return `<${name}${list.join("")}${children.length ? `>${children.join("")}</${name}>` : "/>"}`;
}

export const text = (x: number, y: number, words: string, attributes: Attributes = {}): string =>
  tag(
    "text",
    { x, y, fill: INK, "font-size": 11, "font-family": "sans-serif", ...attributes },
    escaped(words),
  );

export const at = (x: number, y: number, { body }: Part): string =>
  x === 0 && y === 0 ? body : tag("g", { transform: `translate(${short(x)} ${short(y)})` }, body);

/** A picture as the target of `![]()`, at most as long as everything in it. */
export function dataUri({ width, height, body }: Part, ink: string): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" color="${escaped(ink)}">${body}</svg>`;
  // only what is no part of an address, of Markdown's brackets or of an attribute is escaped: base64 stays as long as it is
  return `data:image/svg+xml;utf8,${svg.replace(/[^\w!$*+,\-./:;=@~]/g, encode)}`;
}

const encode = (letter: string): string =>
  /[()']/.test(letter) ? `%${letter.charCodeAt(0).toString(16).toUpperCase()}` : encodeURIComponent(letter);

const short = (value: number): string => String(Math.round(value * 100) / 100);
const escaped = (words: string): string => words.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
