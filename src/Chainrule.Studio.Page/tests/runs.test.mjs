import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./browser.mjs";
import { root, startLocal } from "./engines.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser, engine, folder;

before(async () => {
    browser = await launch();
    folder = await mkdtemp(join(tmpdir(), "runs-"));
    const rows = Array.from({ length: 80 }, (_, i) => `${i / 10},${i % 5},${i < 40 ? "low" : "high"}`);
    await writeFile(join(folder, "table.csv"), `a,b,kind\n${rows.join("\n")}\n`);
    const tool = join(root, "src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll");
    for (const [run, epochs] of [
        ["one", 5],
        ["two", 9],
    ])
        execFileSync("dotnet", [
            ...["exec", tool, "train", join(folder, "table.csv"), "--epochs", epochs, "--validation", 0.2],
            ...["--out", join(folder, run), "--quiet"],
        ]);
    engine = await startLocal(join(folder, "one"), join(folder, "two"), join(folder, "table.csv"));
});
after(async () => {
    await browser.close();
    engine.stop();
    await rm(folder, { recursive: true });
});

test("runs are compared, and one of them is looked at while it goes on", async () => {
    const { page, context, errors } = await open(browser, engine);
    await page.locator(".histograms figure").first().waitFor({ timeout: 60_000 });
    assert.deepEqual(await page.locator(".run-name b").allTextContents(), ["one", "two"]);
    assert.equal(await page.locator(".histograms figure").count(), 6);
    const drawing = await page.locator(".runs-model .drawing svg").boundingBox();
    assert.ok(drawing.height > 100, `${drawing.height}`);
    assert.match(await page.locator(".runs-model .sentences").textContent(), /label: kind/);
    const last = (index) => page.locator(".run-list li").nth(index).locator("dd").first().textContent();
    assert.deepEqual([await last(0), await last(1)], ["5", "9"]);
    await appendFile(join(folder, "two", "history.csv"), "10,0.2,accuracy,0.9,0.2,0.9,1000,0.001,1\n");
    await page.waitForFunction(
        () => document.querySelectorAll(".run-list li")[1].querySelector("dd").textContent === "10",
    );
    await page.getByLabel("Model of two").check();
    await page.locator(".summary", { hasText: "9 epochs" }).waitFor();
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(found.violations.map((one) => one.id), []);
    await context.close();
    assert.deepEqual(errors, []);
});

test("the table that the command line names is open", async () => {
    const { page, context, errors } = await open(browser, engine);
    await page.getByRole("button", { name: "Table" }).click();
    await page.locator(".column-list tbody tr").nth(2).waitFor();
    assert.equal(await page.locator(".file-name").textContent(), "table.csv");
    await context.close();
    assert.deepEqual(errors, []);
});
