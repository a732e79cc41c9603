/** A project of sources in memory. */
import { type Analysis, type FileHost, Project } from "@convlens/server";

export function memoryHost(files: Readonly<Record<string, string>>): FileHost {
  return {
    read: (file) => files[file],
    exists: (file) => file in files,
    isFolder: (path) =>
      Object.keys(files).some((file) => file.startsWith(path.endsWith("/") ? path : `${path}/`)),
  };
}

export const memoryProject = (files: Readonly<Record<string, string>>): Project =>
  new Project(memoryHost(files));

/** The analysis of one source. */
export const analyzeText = (text: string, file = "/model.ts"): Analysis =>
  memoryProject({ [file]: text }).analyze(file);
