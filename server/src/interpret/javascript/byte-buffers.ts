/**
 * Bytes without elements: `ArrayBuffer`, what views it, and Node's `Buffer`, which is a Uint8Array. Of all of them the
 * length alone is known.
 *
 *   new Float32Array(new DataView(new ArrayBuffer(48)).buffer)      // 12 elements
 *   Float32Array.from(Buffer.alloc(12))                             // 12 elements
 */
import { add, type Dim, isUnknown, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { SOME_NUMBER, size, UNKNOWN } from "../../facts/vocabulary.ts";
import { builtin } from "./namespace.ts";
import { asLength, lengthOfSource, partLength, typedArray } from "./typed-arrays.ts";

export const byteBufferGlobals: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(["ArrayBuffer", "SharedArrayBuffer"].map((name) => [name, bufferClass(name)])),
  DataView: { kind: "builtin", name: "DataView", construct: newView },
  Buffer: { kind: "builtin", name: "Buffer", get: ofNode },
};

function bufferClass(name: string): BuiltinValue {
  const made = (bytes: Dim, { world }: CallSite): Value => {
    const base: BuiltinValue = {
      kind: "builtin",
      name,
      members: (member) =>
        member === "slice"
          ? builtin(member, (site) => made(partLength(bytes, site.args[0], site.args[1]), site))
          : UNKNOWN,
    };
    return world.object([["byteLength", isUnknown(bytes) ? SOME_NUMBER : size(bytes)]], base);
  };
  return {
    kind: "builtin",
    name,
    construct: (site) => made(site.args[0] ? asLength(site.args[0]) : 0, site),
  };
}

/** `new DataView(buffer)`: what is asked of it most is the buffer that it views. */
function newView({ args: [buffer], world }: CallSite): Value {
  const view = world.object([["buffer", buffer ?? UNKNOWN]]);
  world.state.set(view, "complete", false);
  return view;
}

function ofNode(name: string): BuiltinValue | undefined {
  const bytes = (length: (site: CallSite) => Dim): BuiltinValue =>
    builtin(name, (site) => typedArray("Uint8Array", length(site)));
  switch (name) {
    case "alloc":
    case "allocUnsafe":
    case "allocUnsafeSlow":
      return bytes(({ args: [length] }) => (length ? asLength(length) : unknown));
    case "concat":
      return bytes(({ args: [list, total] }) => (total ? asLength(total) : joined(list)));
    case "from":
      return builtin(name, (site) => {
        const [source, offset] = site.args;
        if (source?.kind === "location") return source; // the bytes of a file stay what they are
        // texts have as many bytes as their encoding makes of them
        const counted = !offset && (source?.kind === "typed-array" || source?.kind === "array");
        return typedArray("Uint8Array", counted ? lengthOfSource(source) : unknown);
      });
    default:
      return undefined;
  }
}

function joined(list: Value | undefined): Dim {
  if (list?.kind !== "array" || !list.complete) return unknown;
  return list.elements.reduce<Dim>((sum, part) => add(sum, lengthOfSource(part)), 0);
}
