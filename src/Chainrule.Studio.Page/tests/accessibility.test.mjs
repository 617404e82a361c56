import assert from "node:assert/strict";
import { test } from "node:test";
import { derived, violations, visits } from "./browser.mjs";
import { startLocal } from "./engines.mjs";

const visit = visits(startLocal);

test("nothing stands in the way of anybody, light or dark", () =>
    visit("", async (page) => {
        const inBoth = async () => {
            for (const colorScheme of ["light", "dark"]) {
                await page.emulateMedia({ colorScheme });
                assert.deepEqual(await violations(page), []);
            }
        };
        await derived(page);
        await page.locator(".unfold").first().click();
        await page.locator(".own input").first().waitFor();
        await inBoth();
        await page.getByRole("tab", { name: "Graph" }).click();
        await page.locator(".drawing svg").first().waitFor();
        await inBoth();
        await page.getByRole("tab", { name: "Code" }).click();
        await page.locator(".code pre", { hasText: /\S/ }).waitFor();
        await inBoth();
        await page.getByRole("button", { name: "Play" }).click();
        await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
        await inBoth();
        await page.getByRole("button", { name: "Digits" }).click();
        await page.locator(".progress dd", { hasText: /\d/ }).first().waitFor();
        await page.locator(".formula math").waitFor();
        await inBoth();
    }));

test("everything is reached by keyboard", () =>
    visit("", async (page) => {
        await derived(page);
        await page.getByRole("tab", { name: "Derivation" }).focus();
        await page.keyboard.press("ArrowRight");
        assert.equal(await page.evaluate(() => document.activeElement.textContent), "Graph");
        await page.keyboard.press("ArrowLeft");
        await page.locator(".unfold").first().focus();
        await page.keyboard.press("Enter");
        assert.equal(await page.locator(".unfolded:not([hidden])").count(), 1);
    }));

test("nothing is cut off on a screen of any width", () =>
    visit("#language=ru", async (page) => {
        const rooms = [
            ["Вывод", ".lines-backward .line"],
            ["Игра", ".network canvas"],
            ["Цифры", ".formula math"],
            ["Таблица", ".drop"],
        ];
        for (const [room, shown] of rooms) {
            await page.getByRole("button", { name: room, exact: true }).click();
            await page.locator(shown).first().waitFor();
            for (const width of [360, 768, 3840]) {
                await page.setViewportSize({ width, height: 900 });
                const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                assert.ok(over <= 0, `${room} is ${over} pixels too wide for ${width}`);
            }
        }
    }));
