/** Configuration of a workspace. */
export { ConfigError, configOf, parseConfig } from "./config.ts";
export { Configurations } from "./find.ts";
export { schemaOf } from "./schema.ts";
