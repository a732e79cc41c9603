/** Pictures: what is inside of them decodes, has the right size, is not of one colour, and fits into a hover. */
import { decode } from "fast-png";
import { describe, expect, test } from "vitest";
import type { Drawn } from "../../../server/src/preview/index.ts";
import { picture, resize, statsOf } from "../../../server/src/preview/index.ts";
import { useLanguage } from "../../../server/src/texts/index.ts";
import { numbers } from "../../engine/graph/real.ts";

const drawnOf = (kind: Drawn["kind"], shape: readonly number[], scale = 1): Drawn => ({
  kind,
  shape,
  data: numbers(shape.reduce((a, b) => a * b, 1)).map((value) => value * scale),
});

/** The SVG behind the address, and the PNGs in it. */
function opened(uri: string) {
  expect(uri).toMatch(/^data:image\/svg\+xml;utf8,[\w!$*+,\-./:;=@~%]+$/);
  const svg = decodeURIComponent(uri.slice(uri.indexOf(",") + 1));
  const pngs = [...svg.matchAll(/data:image\/png;base64,([\w+/=]+)/g)].map(([, text]) =>
    decode(new Uint8Array(Buffer.from(text!, "base64"))),
  );
  return { svg, pngs };
}

const input = { name: "x", view: drawnOf("maps", [3, 64, 64]), isPicture: true };

describe("pictures", () => {
  test.each([
    ["maps", [64, 112, 112], "16 of 64 maps, each 112 × 112"],
    ["maps", [4, 7, 7], "4 maps, each 7 × 7"],
    ["maps", [512, 1, 1], "512 values"],
    ["maps", [3, 600, 900], "3 maps, each 600 × 900"],
    ["maps", [2, 1, 500], "2 maps, each 1 × 500"],
    ["slices", [16, 8, 20, 20], /of 16 channels, .* of 8 slices, each 20 × 20/],
    ["strip", [1000], "1000 values"],
    ["strip", [197, 768], "197 × 768"],
  ] as const)("%s of %j", (kind, shape, caption) => {
    const { uri, width, height, caption: said } = picture([input], drawnOf(kind, shape));
    expect(said).toMatch(caption);
    expect(uri.length).toBeLessThan(95_000);
    expect(width).toBeLessThanOrEqual(700);
    expect(height).toBeLessThanOrEqual(200);
    const { svg, pngs } = opened(uri);
    expect(svg).toContain("x [3, 64, 64]");
    expect(pngs).toHaveLength(2);
    for (const { data, width: across, height: down } of pngs) {
      expect(across * down).toBeGreaterThan(30);
      expect(new Set(data).size).toBeGreaterThan(3);
    }
  });

  test("signals are lines, on one scale", () => {
    const { svg, pngs } = opened(picture([input], drawnOf("lines", [20, 300])).uri);
    expect(pngs).toHaveLength(1); // the input alone
    expect(svg.match(/<path d="M[\d.]+ [\d.]+L/g)!.length).toBeGreaterThanOrEqual(9);
  });

  test("maps that differ far more from each other than inside get scales of their own", () => {
    const levels = drawnOf("maps", [4, 10, 10], 0.01);
    const apart = levels.data.map((value, i) => value + Math.floor(i / 100));
    expect(picture([], { ...levels, data: apart }).caption).toMatch(/on scales of their own$/);
    expect(picture([], levels).caption).toBe("4 maps, each 10 × 10");
  });

  test("what arrives is named by its shape alone where there is no room for its name", () => {
    const large = { ...input, name: "feature_pyramid", view: drawnOf("maps", [256, 64, 64]) };
    const { svg } = opened(picture([large, large], drawnOf("maps", [8, 64, 64])).uri);
    expect(svg.includes(">[256, 64, 64]<")).toBe(true);
    expect(svg.includes("…")).toBe(false);
  });

  test("captions are Chinese where the editor is, and have the room that they take", () => {
    const one = drawnOf("maps", [1, 4, 4]);
    const english = picture([], one);
    useLanguage("zh-cn");
    try {
      const chinese = picture([], one);
      expect(chinese.caption).toBe("1 个特征图，4 × 4");
      expect(opened(chinese.uri).svg).toContain(chinese.caption);
      expect(chinese.width).toBeGreaterThanOrEqual(english.width);
      for (const [kind, shape, caption] of [
        ["lines", [20, 300], /^20 个通道中的 \d+ 个，300 步，/],
        ["slices", [16, 8, 20, 20], /^16 个通道中的 \d+ 个，8 个切片中的 \d+ 个，每个 20 × 20$/],
        ["strip", [1000], "1000 个值"],
      ] as const)
        expect(picture([], drawnOf(kind, shape)).caption).toMatch(caption);
    } finally {
      useLanguage("en");
    }
  });

  test("what is no number stays clear, and one colour is no error", () => {
    const odd = drawnOf("maps", [1, 6, 6]);
    odd.data[7] = Number.NaN;
    odd.data[8] = Number.POSITIVE_INFINITY;
    const { pngs } = opened(picture([], odd).uri);
    expect([...pngs[0]!.data].filter((index) => index === 0)).toHaveLength(2);
    expect(() => picture([], { kind: "maps", shape: [2, 3, 3], data: new Float32Array(18) })).not.toThrow();
  });
});

describe("statistics", () => {
  test("count zeros, dead channels and what is no number", () => {
    const data = Float32Array.of(0, 0, 0, 0, -1, 3, Number.NaN, 2);
    const stats = statsOf(data, 2);
    expect(stats).toMatchObject({ min: -1, max: 3, zeros: 0.5, dead: 0.5, nonFinite: 1 });
    expect(stats.mean).toBeCloseTo(4 / 7);
    expect(stats.histogram.reduce((a, b) => a + b, 0)).toBe(7);
  });
});

test("resizing keeps a flat picture flat and the mean of any", () => {
  expect(new Set(resize(new Float32Array(35).fill(0.5), 1, [5, 7], [11, 3]))).toEqual(new Set([0.5]));
  const noise = numbers(64 * 64);
  const mean = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;
  expect(mean(resize(noise, 1, [64, 64], [16, 16]))).toBeCloseTo(mean(noise), 1);
});
