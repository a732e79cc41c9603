/** What an analysis asks of the configuration, and whether it would be answered the same way now. */
import type { Shape } from "@convlens/engine/specs";
import type { Configurations } from "../config/find.ts";

type Question = Parameters<Configurations["input"]>;

export function trackedInputs(configurations: Configurations) {
  const asked: { readonly question: Question; readonly answer: string | undefined }[] = [];
  return {
    inputFor(...question: Question): Shape | undefined {
      const answer = configurations.input(...question);
      asked.push({ question, answer: JSON.stringify(answer) });
      return answer;
    },
    stand: (): boolean =>
      asked.every(({ question, answer }) => JSON.stringify(configurations.input(...question)) === answer),
  };
}
