/** Addresses of documents as paths of a project, and back. */
import { expect, test } from "vitest";
import { addressOf, pathOf } from "../../../server/src/lsp/index.ts";

test.each([
  ["file:///home/ann/my%20nets/net%23.ts", "/home/ann/my nets/net#.ts"],
  ["vscode-vfs://github/ann/nets/src/net.ts", "/vscode-vfs:github/ann/nets/src/net.ts"],
  ["vscode-test-web://mount/net.ts", "/vscode-test-web:mount/net.ts"],
  ["memfs:/src/n%C3%A9t.ts", "/memfs:/src/nét.ts"],
])("%s ⇄ %s", (address, path) => {
  expect(pathOf(address)).toBe(path);
  expect(decodeURIComponent(addressOf(path))).toBe(decodeURIComponent(address));
  expect(pathOf(addressOf(path))).toBe(path);
});

test.each([
  "untitled:Untitled-1",
  "untitled:/home/ann/new.ts",
  "git:/home/ann/net.ts?ref",
  "vscode-notebook-cell:/a.ipynb#x",
])("%s lies in no folder", (address) => {
  expect(pathOf(address)).toBe(address);
  expect(addressOf(address)).toBe(address);
});

test("drives of Windows, and other machines", () => {
  expect(pathOf("file:///c%3A/nets/net.ts")).toBe("c:/nets/net.ts");
  expect(addressOf("c:/nets/net.ts")).toBe("file:///c:/nets/net.ts");
  expect(pathOf("file://host/share/net.ts")).toBe("//host/share/net.ts");
  expect(addressOf("//host/share/net.ts")).toBe("file://host/share/net.ts");
});

test("what is wrongly encoded is taken as it is", () => {
  expect(pathOf("file:///home/100%/net.ts")).toBe("/home/100%/net.ts");
});
