/**
 * What the host can do: WebAssembly features by validation of a probe module, threads, blocking.
 *
 *     host.simd && host.relaxedSimd   // true on V8 11.4 and newer
 */
import { f32x4, ModuleBuilder, type V128 } from "../wasm/index.ts";

export interface Host {
  /** 128-bit SIMD: without it the reference loops run. */
  readonly simd: boolean;
  /** Fused (or at least single-instruction) multiply-add. */
  readonly relaxedSimd: boolean;
  /** Memory that workers can share: SharedArrayBuffer and, in browsers, cross-origin isolation. */
  readonly sharedMemory: boolean;
  /** Optimised code keeps loads near their use (V8 13 and newer): large register tiles pay. Other engines count as such. */
  readonly schedulesInOrder: boolean;
  /** Logical processors. */
  readonly processors: number;
  /** Node's own modules, where there is a Node. */
  readonly node: NodeModules | null;
}

interface NodeModules {
  worker: typeof import("node:worker_threads");
  os: typeof import("node:os");
  v8: typeof import("node:v8");
}

/** What a browser's global object has that Node 20's has not. */
const browser = globalThis as {
  navigator?: { hardwareConcurrency: number; userAgent?: string };
  crossOriginIsolated?: boolean;
};

export const host: Host = detect();

function detect(): Host {
  const node = nodeModules();
  return {
    simd: validates((a) => a.add(a)),
    relaxedSimd: validates((a) => a.relaxedMadd(a, a)),
    sharedMemory: hasSharedMemory(),
    schedulesInOrder: v8Version() >= 13,
    processors: node?.os.availableParallelism() ?? browser.navigator?.hardwareConcurrency ?? 1,
    node,
  };
}

function validates(probe: (vector: V128) => V128): boolean {
  if (typeof WebAssembly === "undefined") return false;
  const module = new ModuleBuilder({ shared: false, maximumPages: 1 });
  module.function(0, (f) => {
    f.v128(probe(f32x4(0)));
  });
  return WebAssembly.validate(module.bytes()) && compiles(module.bytes());
}

/** A page whose content security policy lacks 'wasm-unsafe-eval' validates modules all the same. */
function compiles(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    new WebAssembly.Module(bytes);
    return true;
  } catch {
    return false;
  }
}

function hasSharedMemory(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  return browser.crossOriginIsolated !== false;
}

/** Without an import statement, so that the same file loads in a browser. */
function nodeModules(): Host["node"] {
  const load = globalThis.process?.getBuiltinModule;
  if (!load) return null;
  return { worker: load("node:worker_threads"), os: load("node:os"), v8: load("node:v8") };
}

/** V8's major version; Chromium's is ten times that. Infinity where there is no V8. */
function v8Version(): number {
  const chromium = /Chrom(?:e|ium)\/(\d+)/.exec(browser.navigator?.userAgent ?? "");
  if (chromium) return Number(chromium[1]) / 10;
  return Number.parseInt(globalThis.process?.versions?.v8 ?? "Infinity", 10) || Number.POSITIVE_INFINITY;
}
