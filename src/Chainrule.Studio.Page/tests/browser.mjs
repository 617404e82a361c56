// One browser for a test file, and pages that fail a test when they report an error.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function launch() {
    const executablePath = process.env.CHROMIUM ?? places.find(existsSync);
    assert.ok(executablePath, "There is no Chromium: install it (apt-get install chromium), or name it in CHROMIUM.");
    return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

// Opens the page and waits until it has derived what it shows.
export async function open(browser, engine, fragment = "", options = {}) {
    const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        permissions: ["clipboard-read", "clipboard-write"],
        ...options,
    });
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(engine.address + fragment);
    return { page, context, errors };
}

export async function derived(page) {
    await page.locator(".lines-backward .line").first().waitFor({ timeout: 60_000 });
    await settled(page);
}

export async function settled(page) {
    await page.waitForTimeout(260);
    await page.locator(".results[aria-busy=false]").waitFor({ timeout: 60_000 });
}

export async function write(page, text) {
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
}
