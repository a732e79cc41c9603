/** The documentation as a site: `npm run docs` writes static pages to docs/.vitepress/dist. */
import { defineConfig } from "vitepress";

const REPOSITORY = "https://github.com/convlens/convlens";

export default defineConfig({
  title: "ConvLens",
  description: "Shapes and shape errors of neural networks in TypeScript, while you type",
  cleanUrls: true,
  // what lies outside of docs/ is read on the code host
  ignoreDeadLinks: [/\.\.\/\.\.\//],
  vite: { publicDir: "../media" },
  // a finding leads to its kind, not to what comes next
  transformPageData({ relativePath, frontmatter }) {
    if (relativePath.startsWith("rules/")) Object.assign(frontmatter, { prev: false, next: false });
  },
  head: [["link", { rel: "icon", href: "/icon.png" }]],
  themeConfig: {
    logo: "/icon.png",
    search: { provider: "local" },
    nav: [
      { text: "Guide", link: "/guide/getting-started" },
      { text: "Tutorial", link: "/tutorial/convolution" },
      { text: "Findings", link: "/rules/README" },
    ],
    sidebar: [
      {
        text: "Guide",
        items: [
          { text: "Getting started", link: "/guide/getting-started" },
          { text: "Annotations", link: "/guide/annotations" },
          { text: "Loaded models", link: "/guide/loaded-models" },
          { text: "What it can and cannot see", link: "/guide/limits" },
          { text: "Configuration", link: "/guide/configuration" },
          { text: "Continuous integration", link: "/guide/ci" },
          { text: "Other editors", link: "/editors" },
          { text: "Beside other tools", link: "/guide/comparison" },
          { text: "Questions", link: "/guide/faq" },
          { text: "Privacy", link: "/guide/privacy" },
          { text: "Roadmap", link: "/guide/roadmap" },
        ],
      },
      {
        text: "Tutorial",
        items: [
          { text: "Convolution layers", link: "/tutorial/convolution" },
          { text: "卷积层", link: "/tutorial/convolution.zh-cn" },
        ],
      },
      {
        text: "Reference",
        items: [
          { text: "Findings", link: "/rules/README" },
          { text: "Supported operations", link: "/guide/operations" },
          { text: "检查结果", link: "/rules/zh-cn/README" },
        ],
      },
    ],
    socialLinks: [{ icon: "github", link: REPOSITORY }],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path` },
  },
});
