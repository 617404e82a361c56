// A walk through every room with the Tab key alone: everything that can be used is reached, is seen when it is, and
// lets go again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { derived, roomWith, until, visits } from "./browser.mjs";
import { startLocal } from "./engines.mjs";
import { startWithRuns } from "./trainedRuns.mjs";

const most = 250;

// What has the focus: its name, whether somebody sees that it has it, and where it is.
const focused = (page) =>
    page.evaluate(async () => {
        const one = document.activeElement;
        if (!one || one === document.body) return null;
        // The editor notices its focus a little later.
        const editor = one.closest(".cm-editor");
        for (let i = 0; i < 600 && editor && !editor.matches(".cm-focused"); i++)
            await new Promise(requestAnimationFrame);
        if (!one.dataset.walked) one.dataset.walked = String((globalThis.walked = (globalThis.walked ?? 0) + 1));
        const labels = [...(one.labels ?? [])];
        // Of a field that only its label shows, the label has the outline.
        const shown = [one, ...labels].filter((part) => {
            const { width, height, top, left, bottom, right } = part.getBoundingClientRect();
            const isIn = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
            return width > 2 && height > 2 && isIn && getComputedStyle(part).opacity !== "0";
        });
        const outlined = shown.some((part) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(part);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
        });
        // The editor shows its cursor and marks the line.
        const isEditor = one.closest(".cm-focused") !== null;
        const name = one.getAttribute("aria-label") ?? labels[0]?.textContent ?? one.textContent.slice(0, 40);
        return {
            id: one.dataset.walked,
            name: `${one.tagName.toLowerCase()} ${one.className} "${name.trim()}"`,
            isShown: shown.length > 0,
            isMarked: outlined || isEditor,
        };
    });

// Everything that can be used with a mouse and is neither disabled nor reached by arrow keys from its neighbor.
const unreached = (page) =>
    page.evaluate(() => {
        const all = document.querySelectorAll(
            "button, select, input, textarea, a[href], summary, [tabindex='0'], [contenteditable=true]",
        );
        return [...all]
            .filter((one) => {
                const isPart = one.tabIndex < 0 || one.disabled || one.closest("[hidden], [inert]") !== null;
                const isOtherRadio = one.type === "radio" && !one.checked;
                const isSeen = one.checkVisibility({ visibilityProperty: true });
                return !isPart && !isOtherRadio && isSeen && !one.dataset.walked;
            })
            .map((one) => one.outerHTML.slice(0, 120));
    });

async function walk(page, room) {
    await page.evaluate(() => {
        document.activeElement?.blur();
        globalThis.walked = 0;
        for (const one of document.querySelectorAll("[data-walked]")) delete one.dataset.walked;
        getSelection().removeAllRanges();
    });
    const path = [];
    // From the top of the page, until the focus has left it at its end.
    await page.locator("h1").click();
    for (let i = 0; i < most; i++) {
        await page.keyboard.press("Tab");
        const one = await focused(page);
        if (one === null || path.some((before) => before.id === one.id)) break;
        assert.ok(one.isShown, `${room}: ${one.name} has the focus and is not seen`);
        assert.ok(one.isMarked, `${room}: ${one.name} does not show that it has the focus`);
        path.push(one);
    }
    assert.ok(path.length > 5 && path.length < most, `${room}: ${path.length} stops: ${path.at(-1)?.name}`);
    assert.deepEqual(await unreached(page), [], room);
    // And back.
    const last = path.at(-1);
    await page.evaluate((id) => document.querySelector(`[data-walked="${id}"]`).focus(), last.id);
    await page.keyboard.press("Shift+Tab");
    assert.equal((await focused(page))?.id, path.at(-2).id, `${room}: the way back from ${last.name}`);
    return path.map((one) => one.name);
}

const visit = visits(startLocal);

test("Derive is walked through", () => visit("", async (page) => {
    await derived(page);
    await page.locator(".unfold").first().click();
    await page.locator(".in-numbers summary").first().click();
    await page.locator("[role=gridcell]").first().waitFor();
    const path = await walk(page, "Derive");
    const at = (part) => path.findIndex((name) => name.includes(part));
    assert.ok(at("cm-content") > at("Derive"), "the editor comes after the rooms");
    assert.ok(at("unfold") > at("cm-content"), "the derivation comes after the editor");
}));

for (const tab of ["Graph", "Code"])
    test(`Derive's ${tab.toLowerCase()} is walked through`, () => visit(null, async (page) => {
        await page.getByRole("tab", { name: tab }).click();
        await page.locator(tab === "Graph" ? ".drawing svg" : ".code pre").waitFor();
        await walk(page, tab);
    }));

test("Play is walked through", () => visit(roomWith("play"), async (page) => {
    await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
    await page.locator(".network canvas").first().waitFor();
    await walk(page, "Play");
}));

test("Digits is walked through", () => visit("#room=digits", async (page) => {
    await page.locator(".digits").getByRole("button", { name: "Pause" }).click();
    await page.locator(".cell canvas").first().waitFor();
    await walk(page, "Digits");
}));

test("Table is walked through", () => visit(roomWith("table", { epochs: 3 }), async (page) => {
    await page.locator(".drop").waitFor();
    await walk(page, "Table without a file");
    await page.getByRole("button", { name: "Try an example" }).click();
    await page.locator(".column-list tbody tr").first().waitFor();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Go on" }).waitFor();
    await page.locator(".metrics dd").first().waitFor();
    await walk(page, "Table");
}));

const visitRuns = visits(startWithRuns);

test("Runs is walked through", () => visitRuns("", async (page) => {
    await page.locator(".histograms figure").first().waitFor();
    await until(page, () => document.querySelectorAll(".run-list li").length === 2);
    await walk(page, "Runs");
}));
