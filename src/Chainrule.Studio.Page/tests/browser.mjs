// A browser for a test file, and a page that its tests share: loading the engine takes longer than most of them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
// How long a test waits for what never comes. speed.mjs measures how fast the page is: a machine that also builds
// something else may need many times as long as a quiet one.
export const patience = 180_000;

export async function launch() {
    const executablePath = process.env.CHROMIUM ?? places.find(existsSync);
    assert.ok(executablePath, "There is no Chromium: install it (apt-get install chromium), or name it in CHROMIUM.");
    return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

// A page in a window of its own; what it reports as errors is collected.
export async function open(browser, engine, fragment = "", options = {}) {
    const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        permissions: ["clipboard-read", "clipboard-write"],
        ...options,
    });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(engine.address + fragment);
    return { page, context, errors };
}

// The page of a group of tests. Each test goes to an address, or goes on where the one before has ended; after a test
// that failed the next one gets a new page.
export function visits(start, first = "", options = {}) {
    let browser, engine, visit;
    before(async () => {
        engine = await start();
        browser = await launch();
    });
    after(async () => {
        await browser?.close();
        await engine?.stop();
    });
    return async (fragment, action) => {
        if (!visit) visit = await open(browser, engine, fragment ?? first, options);
        else if (fragment !== null) await goTo(visit.page, engine.address + fragment);
        const { page, context, errors } = visit;
        visit = null;
        try {
            await action(page);
            assert.deepEqual(errors, []);
            visit = { page, context, errors };
        } finally {
            if (!visit) await context.close();
        }
    };
}

// An address that differs behind the # alone would not be loaded anew.
async function goTo(page, address) {
    await page.goto("about:blank");
    await page.goto(address);
}

// The address of a room with settings of it.
export const roomWith = (room, settings = {}) => `#room=${room}&${room}=${encodeURIComponent(JSON.stringify(settings))}`;

// Until a condition holds that is a function of what it is given, in the page.
export const until = (page, condition, given) => page.waitForFunction(condition, given);

export async function derived(page) {
    await page.locator(".lines-backward .line").first().waitFor();
    await settled(page);
}

// Results are busy from the first letter that is written until what it led to is shown.
export const settled = (page) => page.locator(".results[aria-busy=false]").waitFor();

export async function write(page, text) {
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await (text === "" ? page.keyboard.press("Delete") : page.keyboard.insertText(text));
}

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What would stand in somebody's way, by the rules of axe.
export async function violations(page) {
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run());
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
