/** Folders that are listed once. */
import { expect, test } from "vitest";
import { listingHost, nodeHost } from "../../../server/src/disk/index.ts";

test("what is no place of this machine is not there, and is not looked for without end", () => {
  const host = listingHost(nodeHost);
  for (const path of ["http://example.org/net.ts", "net.ts", "h", ""]) {
    expect(host.exists(path), path).toBe(false);
    expect(host.isFolder(path), path).toBe(false);
  }
});
