/** Files that panels read and write: a sample that is chosen, a result that is saved. */
import type { Sample, TensorData } from "@convlens/server/protocol";
import { l10n, Uri, window, workspace } from "vscode";

/** Paths that came out of the dialog: a page may ask for these again, and for no other place outside of the folders. */
const chosen = new Set<string>();

/** Whether a page may have a model fed with this. */
export const mayRead = (sample: Sample | undefined): boolean =>
  sample?.kind !== "file" ||
  chosen.has(sample.path) ||
  workspace.getWorkspaceFolder(Uri.file(sample.path)) !== undefined;

/** A picture or an array of a person's own; undefined: went away. */
export async function chooseSampleFile(): Promise<Sample | undefined> {
  const [file] =
    (await window.showOpenDialog({
      title: l10n.t("Choose what the model is run on"),
      openLabel: l10n.t("Run on This"),
      filters: {
        [l10n.t("Pictures and arrays")]: ["png", "jpg", "jpeg", "npy"],
        [l10n.t("Pictures")]: ["png", "jpg", "jpeg"],
        [l10n.t("NumPy arrays")]: ["npy"],
      },
    })) ?? [];
  if (!file) return undefined;
  const path = file.scheme === "file" ? file.fsPath : file.toString();
  chosen.add(path);
  return { kind: "file", path };
}

/** Whether a person chose a place for it. */
export async function saveBytes(name: string, bytes: Uint8Array): Promise<boolean> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t("Export"),
    ...(folder && { defaultUri: Uri.joinPath(folder, name) }),
  });
  if (!target) return false;
  await workspace.fs.writeFile(target, bytes);
  return true;
}

/** The bytes that base64 stands for. */
export const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** A tensor as NumPy's file format, version 1.0: magic, length of the header, header padded to 64 bytes, values. */
export function npyOf({ shape, data }: TensorData): Uint8Array {
  const sizes = shape.map((size) => `${size},`).join(" ");
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + header.length + 1) / 64) * 64 - 10;
  const head = new TextEncoder().encode(`\x93NUMPY\x01\0__${header.padEnd(length - 1)}\n`.slice(1));
  const values = fromBase64(data);
  const bytes = new Uint8Array(10 + length + values.length);
  bytes.set(head, 1);
  bytes[0] = 0x93;
  bytes[8] = length & 0xff;
  bytes[9] = length >> 8;
  bytes.set(values, 10 + length);
  return bytes;
}
