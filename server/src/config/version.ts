/** The version of what runs, set when it is bundled. */
declare const CONVLENS_VERSION: string | undefined;

export const VERSION = typeof CONVLENS_VERSION === "string" ? CONVLENS_VERSION : "0.0.0";
