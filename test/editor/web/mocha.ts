/** Mocha in the web extension host: each test tells the driver, through the console, how it ended. */
import "mocha/mocha.js";

declare const GREP: string;
declare const mocha: Mocha & { setup(options: object): void };

/** Runs what `declare` declares; rejects where a test fails. */
export function suite(declare: () => void): Promise<void> {
  mocha.setup({ ui: "bdd", timeout: 60_000, reporter: class {}, ...(GREP && { grep: GREP }) });
  declare();
  return new Promise((done, failed) => {
    const runner = mocha.run((failures) =>
      failures > 0 ? failed(new Error(`${failures} editor tests failed`)) : done(),
    );
    runner.on("pass", (test) => console.log(`[test] passed ${test.fullTitle()}`));
    runner.on("pending", (test) => console.log(`[test] pending ${test.fullTitle()}`));
    runner.on("fail", (test, error) =>
      console.log(`[test] failed ${test.fullTitle()}\n${error.stack ?? error}`),
    );
  });
}
