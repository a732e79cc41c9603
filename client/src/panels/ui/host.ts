/**
 * The page's side of the messages: one store of what the panel says, and the questions that the page asks.
 *
 *   const host = new Host<InspectorTarget, LayerRun, View>();
 *   const { answer, busy } = useHost(host);
 *   const cell = await host.ask("explainCell", { id, index });
 */
import type { Refusal, Stretch } from "@convlens/server/protocol";
import { useEffect, useState } from "preact/hooks";
import { toPage } from "../checks.ts";
import type { FromPage, Kept, Questions, ToPage } from "../messages.ts";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export interface PageState<Target, Answer> {
  readonly target?: Target;
  /** The last answer that was none of refusal; it stays in sight while a newer one is refused. */
  readonly answer?: Answer;
  readonly refused?: string;
  readonly busy: boolean;
  readonly doing?: string | undefined;
}

export class Host<Target, Answer, View> {
  state: PageState<Target, Answer> = { busy: true };
  private readonly api = acquireVsCodeApi();
  private readonly listeners = new Set<() => void>();
  private readonly waiting = new Map<number, (reply: unknown) => void>();
  private asked = 0;

  constructor() {
    window.addEventListener("message", ({ data }) => {
      const message = toPage<Target, Answer>().safeParse(data);
      if (message.success) this.receive(message.data);
    });
    this.post({ kind: "ready" });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What a person has chosen in the page, as it was before it was hidden or the window reloaded. */
  get view(): View | undefined {
    return (this.api.getState() as Kept<Target, View> | undefined)?.view;
  }

  keep(view: View): void {
    const kept = this.api.getState() as Kept<Target, View> | undefined;
    this.api.setState({ ...kept, view });
  }

  /** Asks the server again, with parts of the target changed. */
  change(target: Partial<Target>): void {
    this.post({ kind: "target", target });
  }

  /** This panel stays; what is asked for next opens another. */
  keepOpen(): void {
    this.post({ kind: "keep" });
  }

  cancel(): void {
    this.post({ kind: "cancel" });
  }

  reveal(source: Stretch, focus: boolean): void {
    this.post({ kind: "reveal", source, focus });
  }

  ask<Name extends keyof Questions>(
    name: Name,
    params: Questions[Name]["params"],
  ): Promise<Questions[Name]["answer"] | Refusal> {
    const id = ++this.asked;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve as (reply: unknown) => void);
      this.post({ kind: "question", id, name, params } as FromPage<Target>);
    });
  }

  private post(message: FromPage<Target>): void {
    this.api.postMessage(message);
  }

  private receive(message: ToPage<Target, Answer>): void {
    switch (message.kind) {
      case "busy":
        this.update({ busy: message.busy, doing: message.doing });
        break;
      case "answer": {
        const { target, answer } = message;
        this.api.setState({ ...(this.api.getState() as object | undefined), target });
        this.update(
          isRefusal(answer) ? { target, refused: answer.refused } : { target, answer, refused: "" },
        );
        break;
      }
      case "reply":
        this.waiting.get(message.id)?.(message.reply);
        this.waiting.delete(message.id);
    }
  }

  private update(change: Partial<PageState<Target, Answer>>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === "object" && answer !== null && "refused" in answer;

/** The host's state; the component is drawn again when it changes. */
export function useHost<Target, Answer, View>(host: Host<Target, Answer, View>): PageState<Target, Answer> {
  const [state, setState] = useState(host.state);
  useEffect(() => {
    setState(host.state);
    return host.subscribe(() => setState(host.state));
  }, [host]);
  return state;
}
