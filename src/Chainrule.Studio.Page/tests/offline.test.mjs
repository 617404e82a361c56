import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { derived, launch, open } from "./browser.mjs";
import { startStatic } from "./engines.mjs";

let browser, engine;
before(async () => ([browser, engine] = [await launch(), await startStatic()]));
after(async () => {
    await browser.close();
    engine.stop();
});

// The worker is ready once it has kept all files.
const isReady = (page) => page.evaluate(async () => void (await navigator.serviceWorker.ready));
const kept = (page) =>
    page.evaluate(async () => (await (await caches.open("chainrule")).keys()).map(({ url }) => new URL(url).pathname));

test("after the first visit it works without a network", async () => {
    const network = await startStatic();
    const { page, context } = await open(browser, network);
    await derived(page);
    await isReady(page);
    network.stop();
    await page.reload();
    await derived(page);
    assert.equal(await page.locator(".lines-backward .line").count(), 11);
    // Rooms, too, whose files were not asked for before.
    await page.getByRole("button", { name: "Digits" }).click();
    await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
    await context.close();
});

test("a page that is published again is kept anew", async () => {
    const { page, context } = await open(browser, engine);
    await isReady(page);
    const files = await page.evaluate(() => fetch("files.js").then((answer) => answer.text()));
    assert.ok((await kept(page)).includes("/licenses.txt"));
    engine.others.set("/files.js", files.replace(/.*"licenses.txt".*/, ""));
    await page.reload();
    const drops = async () => !(await (await caches.open("chainrule")).match("licenses.txt"));
    await page.waitForFunction(drops);
    assert.ok((await kept(page)).includes("/page.js"));
    engine.others.clear();
    await context.close();
});
