/** The tensor that user code holds, and the call of a function on tensors. */
export { callFunction } from "./function.ts";
