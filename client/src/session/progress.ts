/** Work that a person waits for: a progress message with a Cancel button, once it takes longer than a moment. */
import { type CancellationToken, CancellationTokenSource, ProgressLocation, window } from "vscode";

const MOMENT = 300; // ms

/** The result of `work`, whose token is cancelled by the button. */
export async function withProgress<R>(
  title: string,
  work: (token: CancellationToken) => Promise<R>,
): Promise<R> {
  const source = new CancellationTokenSource();
  const result = work(source.token);
  const timer = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (_, pressed) => {
        pressed.onCancellationRequested(() => source.cancel());
        return result.then(
          () => {},
          () => {},
        );
      },
    );
  }, MOMENT);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}
