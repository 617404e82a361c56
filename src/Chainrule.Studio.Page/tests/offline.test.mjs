import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { derived, launch, open, write } from "./browser.mjs";
import { startStatic } from "./engines.mjs";

let browser, engine;
before(async () => ([browser, engine] = [await launch(), await startStatic()]));
after(async () => {
    await browser.close();
    engine.stop();
});

test("after the first visit it works without a network", async () => {
    const { page, context } = await open(browser, engine);
    await derived(page);
    // All that was loaded is kept, in any order: until nothing more comes.
    const kept = () => page.evaluate(async () => (await (await caches.open("chainrule")).keys()).length);
    for (let before = -1, count = 0; before !== count || count < 20; count = await kept()) {
        before = count;
        await page.waitForTimeout(1500);
    }
    await context.setOffline(true);
    await page.reload();
    await derived(page);
    assert.equal(await page.locator(".lines-backward .line").count(), 11);
    await context.close();
});

test("the first derivation is quick, and the next quicker", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(engine.address);
    await page.locator(".lines-backward .line").first().waitFor({ timeout: 60_000 });
    const first = performance.now() - began;
    await derived(page);
    const changed = performance.now();
    await write(page, "input X[m, n]\nparam W1[n, k]\nz1 = X @ W1\nS = sum(z1^2)\nminimize S\n");
    await page.locator(".lines-backward .line").nth(2).waitFor({ state: "detached" });
    const next = performance.now() - changed;
    console.log(
        `# first derivation after ${(first / 1000).toFixed(2)} s, the next after ${(next / 1000).toFixed(2)} s`,
    );
    // On a busy machine several times what it takes on a quiet one.
    assert.ok(first < 12_000 && next < 4000, `${first} and ${next} ms`);
    await context.close();
});
