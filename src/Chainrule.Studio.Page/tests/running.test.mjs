import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { derived, launch, open, roomWith, until } from "./browser.mjs";
import { startLocal } from "./engines.mjs";

const flowers = Array.from({ length: 60 }, (_, i) => `${i},${i % 7},${i < 30 ? "low" : "high"}`);

describe("what runs, with the local engine", () => {
    let browser, engine;
    before(async () => ([browser, engine] = [await launch(), await startLocal()]));
    after(async () => {
        await browser.close();
        engine.stop();
    });

    // Stopped and started so fast that the question on its way has not been answered: there is one training, not two.
    async function once(page, button, question) {
        await page.evaluate((question) => {
            const usual = fetch;
            let now = 0;
            Object.assign(globalThis, { most: 0, answered: 0 });
            globalThis.fetch = async (address, ...more) => {
                if (!String(address).includes(question)) return usual(address, ...more);
                globalThis.most = Math.max(globalThis.most, ++now);
                return usual(address, ...more).finally(() => (now--, globalThis.answered++));
            };
        }, question);
        const seen = async (count) => {
            await page.evaluate(() => Object.assign(globalThis, { most: 0, answered: 0 }));
            await until(page, (count) => globalThis.answered >= count, count);
            return page.evaluate(() => globalThis.most);
        };
        await button.click();
        await seen(2);
        await button.evaluate((one) => [1, 2, 3, 4].forEach(() => one.click()));
        await seen(4);
        assert.equal(await seen(6), 1);
        await button.click();
    }

    test("Play trains once", async () => {
        const { page, context } = await open(browser, engine, "#room=play");
        await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
        await once(page, page.locator(".play .run"), "playRun");
        await context.close();
    });

    test("Digits trains once", async () => {
        const { page, context } = await open(browser, engine, "#room=digits");
        await page.getByRole("button", { name: "Pause" }).click();
        await once(page, page.locator(".digits .run"), "digitsRun");
        await context.close();
    });

    test("Table trains once", async () => {
        const { page, context } = await open(browser, engine, roomWith("table", { epochs: 100_000 }));
        const buffer = Buffer.from(`a,b,kind\n${flowers.join("\n")}\n`);
        await page.locator("#csv-file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer });
        await page.locator(".column-list tbody tr").first().waitFor();
        await once(page, page.locator(".train-bar .primary"), "tableRun");
        await context.close();
    });

    test("whatever fails without being looked for is said", async () => {
        const own = await startLocal();
        const { page, context } = await open(browser, own);
        await derived(page);
        await own.stop();
        await page.locator('.lines-backward .line[data-of="z2"] .unfold').click();
        await page.locator(".toast.shown", { hasText: "still running" }).waitFor();
        await context.close();
    });
});
