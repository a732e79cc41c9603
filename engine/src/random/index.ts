/** Seeded numbers: what tests may know of the room. */
export { Generator, generator, manualSeed } from "./generator.ts";
