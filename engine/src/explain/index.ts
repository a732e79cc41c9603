export * from "./cell.ts";
