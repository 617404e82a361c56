import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { until, visits } from "./browser.mjs";
import { startLocal, startStatic } from "./engines.mjs";

const paused = (page) => page.getByRole("button", { name: "Run", exact: true }).waitFor();
const shares = (page) => page.locator(".share").allTextContents().then((texts) => texts.map(parseFloat));

// Draws lines through points given as shares of the square.
async function draw(page, ...strokes) {
    const box = await page.locator(".pad").boundingBox();
    for (const stroke of strokes) {
        const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
        await page.mouse.move(...at(stroke[0]));
        await page.mouse.down();
        for (const point of stroke.slice(1)) await page.mouse.move(...at(point), { steps: 8 });
        await page.mouse.up();
    }
}

for (const start of [startLocal, startStatic]) {
    describe(`digits, with ${start.name}`, () => {
        // It learns once; all but the last test look at the same network.
        const visit = visits(start, "#room=digits");
        const within = (action) => visit(null, action);

        test("it learns by itself, and reads a one that is drawn in a corner", () =>
            within(async (page) => {
                await until(page, () => parseFloat(document.querySelector(".progress dd")?.textContent) >= 75);
                await paused(page);
                await draw(page, [[0.8, 0.1], [0.76, 0.4]]);
                await page.locator(".digit-read", { hasText: "It reads 1" }).waitFor();
                assert.ok((await shares(page))[1] > 50);
                await page.getByRole("button", { name: "Clear" }).click();
                await page.locator(".digit-read", { hasText: "Nothing is drawn" }).waitFor();
                assert.equal(await page.locator(".digit-row[aria-pressed=true]").count(), 0);
                await page.getByRole("heading", { name: "Pixels for and against a digit" }).waitFor();
            }));

        test("held-out digits are read by keyboard, and another class's evidence is shown", () =>
            within(async (page) => {
                let right = 0;
                for (let digit = 0; digit < 10; digit++) {
                    await page.getByRole("button", { name: "Clear" }).click();
                    await page.locator(".digit-read", { hasText: "Nothing is drawn" }).waitFor();
                    await page.getByRole("button", { name: `Show a held-out ${digit}` }).press("Enter");
                    await page.getByText(`The label of this one is ${digit}.`).waitFor();
                    await page.locator(".digit-read", { hasText: "It reads" }).waitFor();
                    if ((await page.locator(".digit-read").textContent()).includes(`It reads ${digit}`)) right++;
                }
                assert.ok(right >= 7, `${right} of 10`);
                await page.locator(".digit-row").nth(4).press("Enter");
                await page.getByRole("heading", { name: "Pixels for and against 4" }).waitFor();
                assert.equal(await page.locator(".digit-row[aria-pressed=true]").count(), 1);
                assert.match(await page.locator(".formula").textContent(), /X/);
            }));

        test("the model is taken away as a file", () =>
            within(async (page) => {
                const [download] = await Promise.all([
                    page.waitForEvent("download"),
                    page.getByRole("button", { name: "Download the model" }).click(),
                ]);
                assert.equal(download.suggestedFilename(), "digits.safetensors");
                const file = await readFile(await download.path());
                const header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString());
                assert.deepEqual(Object.values(header).filter((entry) => entry.shape).map((entry) => entry.shape), [
                    [784, 32], [32], [32, 10], [10],
                ]);
            }));

        test("files that are none are refused where they were opened", () =>
            within(async (page) => {
                const file = (name) => ({ name, mimeType: "text/plain", buffer: Buffer.from("no digits") });
                await page.locator("#digit-files").setInputFiles([file("a"), file("b")]);
                await page.locator(".digits > .problem", { hasText: "no IDX file" }).waitFor();
                await page.locator("#digit-files").setInputFiles([file("a")]);
                await page.locator(".digits > .problem", { hasText: "two files" }).waitFor();
                await page.getByRole("button", { name: "Show a held-out 6" }).click();
                await page.locator(".digit-read", { hasText: "It reads" }).waitFor();
            }));

        test("it goes on, stops, and starts again with other layers", () =>
            within(async (page) => {
                const output = page.locator(".digits .epoch output");
                const epochs = async () => Number((await output.textContent()).replace(/\D/g, ""));
                const before = await epochs();
                await page.getByRole("button", { name: "Run", exact: true }).click();
                await page.waitForFunction(
                    (least) =>
                        Number(document.querySelector(".digits .epoch output").textContent.replace(/\D/g, "")) > least,
                    before,
                );
                await page.getByRole("button", { name: "Pause" }).click();
                await paused(page);
                assert.equal(await page.locator(".cell canvas").count(), 32);
                await page.locator(".digits").getByLabel("Hidden layers", { exact: true }).selectOption("32 · 16");
                await page.locator(".layer-rows > div").nth(1).waitFor();
                await paused(page);
                assert.equal(await page.locator(".cell").count(), 48);
                const settings = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("digits");
                assert.deepEqual(JSON.parse(settings).layers, [32, 16]);
            }));
    });
}
