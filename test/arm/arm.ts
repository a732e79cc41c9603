/** Nothing here counts that ran on another processor. */
if (process.arch !== "arm64") throw new Error(`The tests of ARM run on ${process.arch}.`);
