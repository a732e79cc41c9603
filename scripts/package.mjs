// Writes convlens-<version>.vsix: npm run package
import { installDependencies, must, tool } from "./setup.mjs";

installDependencies();
must(process.execPath, ["scripts/build.mjs", "--production"]);
must(process.execPath, [
  tool("@vscode/vsce/vsce"),
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
]);
