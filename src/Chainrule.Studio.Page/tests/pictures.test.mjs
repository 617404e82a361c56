// Small pictures of every room, light and dark, against committed ones. CHAINRULE_ACCEPT=1 writes them anew.
//
// Each point that is compared is the mean of four of the picture, itself taken at half the size, so that how letters
// are smoothed at their edges mostly cancels. The tolerance lies between what was measured in Chromium 156. On one
// machine no point differs; with letters smoothed in another way up to 0.3 % do, in Runs 1.8 %, where a line then breaks
// elsewhere: another Chromium may need pictures of its own. Buttons that are 6 pixels wider are 0.5 to 1.2 %, larger
// headings 0.4 to 7.5 %; a single word that is missing, 0.06 %, is not found.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { derived, roomWith, until, visits } from "./browser.mjs";
import { startLocal } from "./engines.mjs";
import { startWithRuns } from "./trainedRuns.mjs";

const place = (name) => new URL(`./pictures/${name}.png`, import.meta.url);
const shrink = 2,
    contrast = 24,
    share = 0.005;

// Nothing moves, no cursor blinks; how fast this machine is, is not shown.
const still = `
    * { caret-color: transparent !important; }
    *, *::before, *::after { animation: none !important; transition: none !important; }
    .cm-cursorLayer, .run-list code, [data-varies] { visibility: hidden !important; }
`;

// The share of points that differ by more than the contrast in a color; the page decodes the pictures.
const difference = (page, a, b) =>
    page.evaluate(
        async ([a, b, shrink, contrast]) => {
            const pixels = async (png) => {
                const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
                const [width, height] = [picture.width, picture.height].map((length) => Math.floor(length / shrink));
                const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
                context.drawImage(picture, 0, 0);
                const { data } = context.getImageData(0, 0, picture.width, picture.height);
                const means = new Float64Array(width * height * 3);
                for (let y = 0; y < height * shrink; y++)
                    for (let x = 0; x < width * shrink; x++)
                        for (let color = 0; color < 3; color++)
                            means[(Math.floor(y / shrink) * width + Math.floor(x / shrink)) * 3 + color] +=
                                data[(y * picture.width + x) * 4 + color] / shrink ** 2;
                return { width, height, means };
            };
            const [one, other] = await Promise.all([pixels(a), pixels(b)]);
            if (one.width !== other.width || one.height !== other.height) return 1;
            let far = 0;
            const differs = (i) => Math.abs(one.means[i] - other.means[i]) > contrast;
            for (let i = 0; i < one.means.length; i += 3) if (differs(i) || differs(i + 1) || differs(i + 2)) far++;
            return far / (one.means.length / 3);
        },
        [a.toString("base64"), b.toString("base64"), shrink, contrast],
    );

async function compare(page, name) {
    for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.mouse.move(0, 0);
        await page.evaluate(() => document.activeElement?.blur());
        await page.evaluate(() => document.fonts.ready);
        const style = await page.addStyleTag({ content: still });
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const shot = await page.screenshot({ animations: "disabled", scale: "device" });
        await style.evaluate((one) => one.remove());
        const file = place(`${name}-${colorScheme}`);
        if (process.env.CHAINRULE_ACCEPT === "1") {
            await mkdir(new URL(".", file), { recursive: true });
            await writeFile(file, shot);
            continue;
        }
        const other = await page.context().newPage();
        try {
            const differing = await difference(other, shot, await readFile(file));
            const told = `${name}, ${colorScheme}: ${(100 * differing).toFixed(3)} % of the points differ`;
            console.log(`# ${told}`);
            const seen = join(tmpdir(), `${name}-${colorScheme}.png`);
            if (differing > share) await writeFile(seen, shot);
            assert.ok(differing <= share, `${told}: see ${seen}`);
        } finally {
            await other.close();
        }
    }
}

const small = { viewport: { width: 960, height: 600 }, deviceScaleFactor: 0.5 };
const visit = visits(startLocal, "", small);

test("Derive looks as it did", () => visit("", async (page) => {
    await derived(page);
    await page.locator('.line[data-of="z2"] .unfold').click();
    await page.locator(".steps li").first().waitFor();
    await compare(page, "derive");
}));

test("Play looks as it did", () => visit(roomWith("play", { kind: "circles", layers: [4, 3] }), async (page) => {
    await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
    await page.locator(".network canvas").first().waitFor();
    await compare(page, "play");
}));

test("Digits looks as it did", () => visit("#room=digits", async (page) => {
    // It learns by itself, and then stops.
    await until(page, () => parseFloat(document.querySelector(".progress dd")?.textContent) >= 75);
    await page.getByRole("button", { name: "Run", exact: true }).waitFor();
    await page.getByRole("button", { name: "Show a held-out 3" }).click();
    await page.locator(".digit-read", { hasText: "It reads" }).waitFor();
    await page.locator(".formula math").waitFor();
    await page.evaluate(() => (document.querySelectorAll(".progress dd")[2].dataset.varies = ""));
    await compare(page, "digits");
}));

test("Table looks as it did", () => visit("#room=table", async (page) => {
    await page.getByRole("button", { name: "Try an example" }).click();
    // The row is shown last.
    await page.locator(".truth", { hasText: /\d/ }).waitFor();
    await compare(page, "table");
}));

const visitRuns = visits(startWithRuns, "", small);

test("Runs looks as it did", () => visitRuns("", async (page) => {
    await page.locator(".histograms figure").first().waitFor();
    await until(page, () => document.querySelectorAll(".run-list li").length === 2);
    await compare(page, "runs");
}));
