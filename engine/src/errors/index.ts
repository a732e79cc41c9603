/** What is thrown. */
export { LimitError, WorkerError } from "./limit-error.ts";
