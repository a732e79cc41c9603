/** The languages that models are written in. */

export const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact", "svelte", "vue"];
