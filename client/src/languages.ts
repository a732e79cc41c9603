/** The languages that models are written in. */

export const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact", "svelte", "vue"];

/** Files whose change on disk may change a shape: sources, and what decides where an import leads. */
export const watchedFiles = "**/{*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,svelte,vue},tsconfig*.json,package.json}";
