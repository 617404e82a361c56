import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { derived, launch, open } from "./browser.mjs";
import { startLocal } from "./engines.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser, engine;

before(async () => ([browser, engine] = [await launch(), await startLocal()]));
after(async () => {
    await browser.close();
    engine.stop();
});

async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run());
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

for (const colorScheme of ["light", "dark"]) {
    test(`nothing stands in the way of anybody, ${colorScheme}`, async () => {
        const { page, context } = await open(browser, engine, "", { colorScheme });
        await derived(page);
        await page.locator(".unfold").first().click();
        assert.deepEqual(await violations(page), []);
        for (const tab of ["Graph", "Code"]) {
            await page.getByRole("tab", { name: tab }).click();
            await page.waitForTimeout(200);
            assert.deepEqual(await violations(page), []);
        }
        await page.getByRole("button", { name: "Play" }).click();
        await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
        assert.deepEqual(await violations(page), []);
        await page.getByRole("button", { name: "Digits" }).click();
        await page.locator(".progress dd", { hasText: /\d/ }).first().waitFor({ timeout: 60_000 });
        await page.locator(".formula math").waitFor();
        assert.deepEqual(await violations(page), []);
        await context.close();
    });
}

test("everything is reached by keyboard", async () => {
    const { page, context } = await open(browser, engine);
    await derived(page);
    await page.getByRole("tab", { name: "Derivation" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Graph");
    await page.keyboard.press("ArrowLeft");
    await page.locator(".unfold").first().focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".unfolded:not([hidden])").count(), 1);
    await context.close();
});

for (const width of [360, 768, 3840]) {
    test(`nothing is cut off at ${width} pixels`, async () => {
        const { page, context } = await open(browser, engine, "#language=ru", { viewport: { width, height: 900 } });
        await derived(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await page.getByRole("button", { name: "Цифры" }).click();
        await page.locator(".formula math").waitFor({ timeout: 60_000 });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await context.close();
    });
}
