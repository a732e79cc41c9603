/** Findings as SARIF 2.1.0, the exchange format of static analysis, with what code hosts make of it: links, fixes, identity. */

import { VERSION } from "../../config/version.ts";
import { rules } from "../../rules/index.ts";
import type { CheckedFile, CheckedFinding, Range } from "../checking/checked-file.ts";
import { fingerprints } from "./fingerprint.ts";
import { type Format, pageUrl } from "./report.ts";

const levels: Readonly<Record<string, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "none",
};
const ruleIndex = new Map<string, number>(rules.map(({ code }, i) => [code, i]));

export const sarifReport: Format = ({ files, pretty }) => {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "ConvLens",
            version: VERSION,
            semanticVersion: VERSION,
            informationUri: "https://github.com/convlens/convlens",
            rules: rules.map(({ code, title, explain, severity }) => ({
              id: code,
              name: code.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()),
              shortDescription: { text: sentence(title) },
              fullDescription: { text: explain },
              help: { text: `${explain}\n\n${pageUrl(code)}` },
              helpUri: pageUrl(code),
              defaultConfiguration: { level: levels[severity] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { description: { text: "Where convlens was started." } } },
        invocations: [
          {
            executionSuccessful: files.every(({ failure }) => failure === undefined),
            toolExecutionNotifications: files.flatMap(notificationsOf),
          },
        ],
        results: files.flatMap(resultsOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, pretty ? 2 : undefined)}\n`;
};

const sentence = (title: string): string => (title.endsWith(".") ? title : `${title}.`);

function resultsOf(file: CheckedFile): object[] {
  const prints = fingerprints(file);
  return file.findings.flatMap((finding, i) =>
    finding.severity === "hint" ? [] : [resultOf(file, finding, prints[i]!)],
  );
}

function resultOf(
  { path }: CheckedFile,
  { code, severity, message, range, related, fixes }: CheckedFinding,
  fingerprint: string,
): object {
  const index = ruleIndex.get(code);
  return {
    ruleId: code,
    ...(index !== undefined && { ruleIndex: index }),
    level: levels[severity],
    message: { text: message },
    locations: [locationOf(path, range)],
    partialFingerprints: { "convlens/v1": fingerprint },
    relatedLocations: related.map(({ message, path, range }, id) => ({
      id,
      message: { text: message },
      ...locationOf(path, range),
    })),
    ...(fixes.length > 0 && {
      fixes: fixes.map(({ title, edits }) => ({
        description: { text: title },
        artifactChanges: [...new Set(edits.map(({ path }) => path))].map((file) => ({
          artifactLocation: artifact(file),
          replacements: edits
            .filter(({ path }) => path === file)
            .map(({ range, newText }) => ({
              deletedRegion: regionOf(range),
              insertedContent: { text: newText },
            })),
        })),
      })),
    }),
  };
}

function notificationsOf({ path, unparsed, failure }: CheckedFile): object[] {
  const told = (level: string, text: string, range?: Range): object => ({
    level,
    message: { text },
    locations: [
      { physicalLocation: { artifactLocation: artifact(path), ...(range && { region: regionOf(range) }) } },
    ],
  });
  return [
    ...(unparsed
      ? [
          told(
            "warning",
            `This file does not parse: ${unparsed.message} It was read as far as possible.`,
            unparsed.range,
          ),
        ]
      : []),
    ...(failure === undefined ? [] : [told("error", failure)]),
  ];
}

const artifact = (path: string): object => ({
  uri: encodeURI(path).replaceAll("#", "%23").replaceAll("?", "%3F"),
  ...(!path.startsWith("/") && { uriBaseId: "SRCROOT" }),
});

const regionOf = ({ start, end }: Range): object => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

const locationOf = (path: string, range: Range): object => ({
  physicalLocation: { artifactLocation: artifact(path), region: regionOf(range) },
});
