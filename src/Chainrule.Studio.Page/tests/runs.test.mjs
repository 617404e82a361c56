import assert from "node:assert/strict";
import { appendFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { until, violations, visits } from "./browser.mjs";
import { startWithRuns } from "./trainedRuns.mjs";

let folder;
const visit = visits(async () => {
    const engine = await startWithRuns();
    folder = engine.folder;
    return engine;
});

test("runs are compared, and one of them is looked at while it goes on", () => visit("", async (page) => {
    await page.locator(".histograms figure").first().waitFor();
    assert.deepEqual(await page.locator(".run-name b").allTextContents(), ["one", "two"]);
    // Weights and gradients of three layers.
    assert.equal(await page.locator(".histograms figure").count(), 12);
    const drawing = await page.locator(".runs-model .drawing svg").boundingBox();
    assert.ok(drawing.height > 100, `${drawing.height}`);
    assert.match(await page.locator(".runs-model .sentences").textContent(), /label: kind/);
    const last = (index) => page.locator(".run-list li").nth(index).locator("dd").first().textContent();
    assert.deepEqual([await last(0), await last(1)], ["5", "9"]);
    assert.match(await page.locator(".run-list li").nth(1).locator("dd").nth(2).textContent(), /^[01]/);
    await appendFile(join(folder, "two", "history.csv"), "10,0.2,accuracy,0.9,0.2,0.9,1000,0.001,1\n");
    await until(
        page,
        () => document.querySelectorAll(".run-list li")[1].querySelector("dd").textContent === "10",
    );
    await page.getByLabel("Model of two").check();
    await page.locator(".summary", { hasText: "9 epochs" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByLabel("Language").selectOption("ru");
    await page.setViewportSize({ width: 360, height: 900 });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByLabel("Язык").selectOption("en");
}));

test("a folder that is removed is told, as long as it is looked at", () => visit(null, async (page) => {
    await rename(join(folder, "two"), join(folder, "elsewhere"));
    const problem = page.locator(".runs-side > .problem", { hasText: "two/model.safetensors: file not found" });
    await problem.waitFor();
    await page.locator(".run-list .state", { hasText: "two/history.csv: file not found" }).waitFor();
    // It stays.
    const gone = () => page.waitForFunction(() => !document.querySelector(".runs-side > .problem").textContent, null, {
        timeout: 2500,
    });
    await assert.rejects(gone());
    await page.getByLabel("Model of one").check();
    await problem.waitFor({ state: "detached" });
    await page.locator(".histograms figure").first().waitFor();
}));

test("the table that the command line names is open", () => visit(null, async (page) => {
    await page.getByRole("button", { name: "Table" }).click();
    await page.locator(".column-list tbody tr").nth(2).waitFor();
    assert.equal(await page.locator(".file-name").textContent(), "table.csv");
}));
