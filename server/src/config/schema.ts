/** The JSON schema of a configuration, for completion in editors: made from what is read and from the rules. */
import type { Rule } from "../rules/kit/rule.ts";
import { SEVERITIES } from "./config.ts";

export function schemaOf(rules: readonly Pick<Rule, "code" | "title" | "severity">[]): object {
  const sizes = [
    { type: "array", items: { type: "integer", minimum: 0 } },
    { type: "string", pattern: "^\\s*\\[.*\\]\\s*$" },
  ];
  const paths = { type: "array", items: { type: "string" } };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://raw.githubusercontent.com/convlens/convlens/main/schemas/convlens.config.schema.json",
    title: "ConvLens",
    description:
      "How ConvLens checks a project: convlens.config.json, or the field convlens of package.json.",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      severity: {
        description: "How serious findings are, by code.",
        type: "object",
        properties: Object.fromEntries(
          rules.map(({ code, title, severity }) => [
            code,
            { description: `${title}. Usually: ${severity}.`, enum: SEVERITIES },
          ]),
        ),
        additionalProperties: { enum: SEVERITIES },
      },
      ignore: {
        description: "Files and folders that are not checked: patterns as in a .gitignore beside this file.",
        ...paths,
      },
      dialects: {
        description:
          "Tables (*.convlens.json) of packages that give a known library's layers under other names, relative to this file.",
        ...paths,
      },
      modelRoots: {
        description: "Folders in which model files are looked for, relative to this file.",
        ...paths,
      },
      inputs: {
        description:
          "Sizes of models' inputs, by Name or path/of/file.ts#Name: of the first one, or of each parameter by its name.",
        type: "object",
        additionalProperties: {
          anyOf: [...sizes, { type: "object", additionalProperties: { anyOf: sizes } }],
        },
        examples: [{ Net: [1, 3, 224, 224] }, { "src/net.ts#Net": { x: "[N, 3, 224, 224]" } }],
      },
    },
  };
}
