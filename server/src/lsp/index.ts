/** What of the protocol's words can be looked at without a connection. */
export { markupFor } from "./markup.ts";
