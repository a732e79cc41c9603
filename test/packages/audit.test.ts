/** Known weaknesses: what the lock file has of them, and how the registry's answers are taken. */
import { expect, test } from "vitest";
import { fromNpm, hits } from "../../scripts/audit.mjs";

const lock = {
  packages: {
    "": { name: "root", version: "1.0.0" },
    engine: { name: "bad", version: "1.0.0" },
    "node_modules/bad": { version: "1.4.0" },
    "node_modules/good/node_modules/@scope/bad": { version: "2.0.0" },
    "node_modules/linked": { link: true },
    "node_modules/alias": { name: "bad", version: "1.2.0" },
  },
};
const advisory = { id: "GHSA-1", package: "bad", vulnerable: "<1.3.0", severity: "high", title: "Bad" };

test("a package is found by its name and version, also under another name", () => {
  expect(hits(lock, [advisory]).map(({ path }) => path)).toEqual(["node_modules/alias"]);
  expect(hits(lock, [{ ...advisory, vulnerable: ">=1 <2" }])).toHaveLength(2);
  expect(hits(lock, [{ ...advisory, package: "@scope/bad", vulnerable: "*" }])).toHaveLength(1);
});

test("npm's audit says the same in other words", () => {
  const answer = {
    vulnerabilities: {
      user: { via: ["bad"] },
      bad: {
        via: [
          {
            url: "https://github.com/advisories/GHSA-1",
            name: "bad",
            range: "<1.3.0",
            severity: "high",
            title: "Bad",
          },
        ],
      },
    },
  };
  expect(fromNpm(answer)).toEqual([advisory]);
});
