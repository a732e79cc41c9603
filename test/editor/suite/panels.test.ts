/** Pictures and panels, called as a person calls them; what the panels show is looked at in `test/panels`. */
import assert from "node:assert/strict";
import {
  commands,
  env,
  type Position,
  Selection,
  TabInputWebview,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import { find, hover, open, poll, tabs } from "./editor.ts";

const put = (document: TextDocument, at: Position): void => {
  assert.equal(window.activeTextEditor?.document, document);
  window.activeTextEditor.selection = new Selection(at, at);
};

describe("previews in VS Code", () => {
  it("draw what arrives at a convolution of ResNet-18", async () => {
    const document = await open("resnet.ts");
    const text = await hover(document, find(document, "conv1.forward", 2), (shown) =>
      shown.includes("](data:image/"),
    );
    assert.ok(text.includes("](data:image/"), text.slice(0, 400));
    assert.ok(text.includes("[N, 64, 112, 112]"), text.slice(0, 400));
  });

  it("Run Layer opens the inspector beside the source, which keeps the focus", async () => {
    const document = await open("resnet.ts");
    put(document, find(document, "conv1.forward", 2));
    await commands.executeCommand("convlens.runLayer");
    assert.deepEqual(
      await poll(
        () => tabs("layerInspector"),
        ([label]) => label === "conv1", // until the layer is known the tab is named after its kind
      ),
      ["conv1"],
    );
    assert.equal(window.activeTextEditor?.document, document);
  });

  it("Run Layer on another layer uses the same panel", async () => {
    const document = await open("lenet5.ts");
    put(document, find(document, "conv2.forward"));
    await commands.executeCommand("convlens.runLayer");
    assert.deepEqual(
      await poll(
        () => tabs("layerInspector"),
        ([label]) => label === "conv2",
      ),
      ["conv2"],
    );
  });

  it("Model Summary opens from the lens's arguments, Run Model on the same panel", async () => {
    const document = await open("resnet.ts");
    const place = { uri: document.uri.toString(), line: 0, character: 0 };
    await commands.executeCommand("convlens.openModelSummary", place, "resnet50");
    assert.deepEqual(
      await poll(
        () => tabs("modelSummary"),
        ([label]) => label === "resnet50",
      ),
      ["resnet50"],
    );
    await commands.executeCommand("convlens.runModel", place, "resnet18");
    assert.deepEqual(
      await poll(
        () => tabs("modelSummary"),
        ([label]) => label === "resnet18",
      ),
      ["resnet18"],
    );
  });

  it("Compare Models offers the file's other model, and opens in the source's place", async () => {
    const document = await open("resnet.ts");
    put(document, find(document, "resnet18"));
    const compared = commands.executeCommand("convlens.compareModels");
    await poll(
      async () => {
        await commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        return tabs("modelComparison");
      },
      ([label]) => label?.includes("⇒") === true,
    );
    await compared;
    assert.deepEqual(tabs("modelComparison"), ["resnet18 ⇒ resnet50"]);
    await commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("follow an edit, also of the layer's own name", async () => {
    const document = await workspace.openTextDocument({ language: "typescript", content: small });
    await window.showTextDocument(document);
    put(document, find(document, "first.forward"));
    await commands.executeCommand("convlens.runLayer");
    assert.deepEqual(
      await poll(
        () => tabs("layerInspector"),
        ([label]) => label === "first",
      ),
      ["first"],
    );
    const text = document.getText().replaceAll("first", "renamed");
    await window.activeTextEditor!.edit((edit) =>
      [...document.getText().matchAll(/first/g)].forEach(({ index }) => {
        edit.replace(new Selection(document.positionAt(index), document.positionAt(index + 5)), "renamed");
      }),
    );
    assert.equal(document.getText(), text);
    assert.deepEqual(
      await poll(
        () => tabs("layerInspector"),
        ([label]) => label === "renamed",
      ),
      ["renamed"],
    );
  });

  it("Copy Shape and Add Shape Annotation do what they say", async () => {
    const document = await workspace.openTextDocument({ language: "typescript", content: small });
    await window.showTextDocument(document);
    put(document, find(document, "first.forward"));
    await commands.executeCommand("convlens.copyShape");
    assert.equal(await env.clipboard.readText(), "[N, 8, H - 2, W - 2]");
    await commands.executeCommand("convlens.addShapeAnnotation");
    assert.match(document.getText(), /\n {2}\/\*\* @shape x \[N, 3, H, W\] \*\/\n {2}forward/);
  });

  it("close with their tabs", async () => {
    const panels = window.tabGroups.all.flatMap(({ tabs }) =>
      // pages of rules, which other tests have opened, are previews of VS Code's own
      tabs.filter(
        ({ input }) =>
          input instanceof TabInputWebview && /convlens\.(layerInspector|modelSummary)$/.test(input.viewType),
      ),
    );
    assert.equal(panels.length, 2);
    await window.tabGroups.close(panels);
    assert.deepEqual([...tabs("layerInspector"), ...tabs("modelSummary")], []);
  });
});

const small = `import { nn, type Tensor } from "@convlens/engine";

export class Small extends nn.Module {
  first = new nn.Conv2d(3, 8, 3);

  forward(x: Tensor): Tensor {
    return this.first.forward(x);
  }
}
`;
