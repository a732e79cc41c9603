/** What comes from a source file stays text, whatever it looks like: read by a Markdown parser as editors have it. */
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { commandLink, fence, hover, link, md, raw } from "../../../server/src/ide/index.ts";
import { analyzeText } from "../memory-project.ts";

const parser = new MarkdownIt({ linkify: true, html: true });

/** Names of all that is more than text. */
function made(markdown: string): string[] {
  const names: string[] = [];
  for (const block of parser.parse(markdown, {}))
    for (const { type } of [block, ...(block.children ?? [])])
      if (
        /^(link_open|image|html_\w+|heading_open|code_inline|bullet_list_open|ordered_list_open)$/.test(type)
      )
        names.push(type);
  return names;
}

const hostile = [
  "[Open documentation](command:convlens.runLayer?%5B%5D)",
  "![](https://evil.example/beacon.png)",
  "<img src=x onerror=alert(1)>",
  "<https://evil.example>",
  "https://evil.example/path",
  "www.evil.example",
  "a@evil.example",
  "`code` **bold** ~~gone~~",
  "# heading",
  "- item",
  "1. item",
  "a\n\n# b",
  "[a]: https://evil.example",
  "&lt;b&gt;",
  "\\[a](b)",
];

describe("a string in Markdown", () => {
  test.each(hostile)("%s", (text) => {
    for (const markdown of [md`${raw(text)}`, md`**${raw(text)}** → ${raw(text)}`]) {
      expect(made(markdown), markdown).toEqual([]);
      const read = parser.renderInline(markdown);
      expect(read).not.toMatch(/<(a|img|h1|code)\b/);
    }
    expect(made(fence("ts", `\`\`\`\n${text}`))).toEqual([]);
  });

  test("links and code of ours are what they say", () => {
    expect(made(md`${link("a ] b", "https://example.org/x (1)")}`)).toEqual(["link_open"]);
    expect(made(md`${commandLink("run", "convlens.runLayer", { uri: "file:///a)b.ts" })}`)).toEqual([
      "link_open",
    ]);
  });
});

test.each(hostile.slice(0, 2))("a hover over a layer named %s has our links only", (name) => {
  const text = `import { nn, randn } from "@convlens/engine";
class Net extends nn.Module {
  ${JSON.stringify(name)} = new nn.Conv2d(3, 4, 3);
  forward(x) { return this[${JSON.stringify(name)}].forward(x); }
}
new Net().forward(randn([1, 3, 8, 8]));
`;
  const found = hover(analyzeText(text), text.lastIndexOf(name) + 3)!;
  expect(found.head).toContain("Conv2d(3, 4, 3)");
  expect(made(`${found.head}\n\n${found.facts}`)).toEqual([]);
});
