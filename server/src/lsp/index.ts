/** What of the protocol's words can be looked at without a connection. */

export { addressOf, pathOf } from "./addresses.ts";
export { markupFor } from "./markup.ts";
export { rehearsed } from "./rehearsal.ts";
