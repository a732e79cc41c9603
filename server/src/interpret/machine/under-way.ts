/** What is under way in a run: calls, callbacks that wait, the look for the shapes of open inputs. */
import type { Shape } from "@convlens/engine/specs";
import type { ClassCode, FunctionCode } from "../../facts/program.ts";
import type { Scope } from "../../facts/scope.ts";
import type { Span } from "../../facts/span.ts";
import type { Changes } from "../../facts/state.ts";
import type { Tensor, Value } from "../../facts/values.ts";

/** Open inputs whose shapes are looked for, with what layers ask them to be on any path. */
export interface Awaited {
  readonly depth: number; // of attempts: what is deeper need not run
  readonly inputs: ReadonlySet<Tensor>;
  readonly asked: Map<Tensor, Shape>;
}

/** A function or constructor under way. */
export interface Call {
  /** Runs it once more, with nothing known of what it is given; absent where that is so already. */
  readonly again: (() => void) | undefined;
  readonly node: FunctionCode | ClassCode;
  readonly file: string;
  readonly from: string; // the file of the call
  /** What a function is called with, and whether it has perhaps called itself with as little. */
  readonly given: Given | undefined;
  repeated: boolean;
  /** Above 0 where what runs of it now need not run: a side of a branch, a loop, a callback, behind a `return`. */
  undecided: number;
  /** It has perhaps returned. */
  returned: boolean;
}

export interface Given {
  readonly args: readonly Value[];
  readonly self: Value | undefined;
  readonly scope: Scope;
}

/** A callback that runs later, if ever. */
export interface Deferred {
  readonly fn: FunctionCode;
  readonly run: () => void;
  readonly stack: readonly Span[];
  readonly since?: Changes; // what was written meanwhile, where the journal does not tell any more
  readonly moment: number; // when it was handed out: what was written since, it may have met at any time
}
