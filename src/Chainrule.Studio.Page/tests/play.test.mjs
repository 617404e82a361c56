import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { roomWith, until, visits } from "./browser.mjs";
import { startLocal, startStatic } from "./engines.mjs";

const epochs = async (page) => Number((await page.locator(".play .epoch output").textContent()).replace(/\D/g, ""));
const number = async (page, index) => parseFloat(await page.locator(".numbers dd").nth(index).textContent());
// Whether so many epochs are shown.
const shownEpochs = (least) =>
    Number(document.querySelector(".play .epoch output").textContent.replace(/\D/g, "")) >= least;

// Until the step that was on its way has been shown.
async function paused(page) {
    await page.getByRole("button", { name: "Run", exact: true }).waitFor();
    await page.locator(".room.play[aria-busy=false]").waitFor();
}

for (const start of [startLocal, startStatic]) {
    describe(`play, with ${start.name}`, () => {
        const visit = visits(start);

        const within = (settings, action) =>
            visit(roomWith("play", settings), async (page) => {
                await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
                await action(page);
            });

        test("moons are learned while one watches", () =>
            within({ kind: "moons", noise: 0.1 }, async (page) => {
                assert.equal(await epochs(page), 0);
                const before = await number(page, 0);
                await page.getByRole("button", { name: "Run" }).click();
                await page.waitForFunction(
                    () => parseFloat(document.querySelectorAll(".numbers dd")[3].textContent) > 98,
                );
                await page.getByRole("button", { name: "Pause" }).click();
                await paused(page);
                assert.ok((await number(page, 0)) < before / 3);
                const stopped = await epochs(page);
                await page.getByRole("button", { name: "One step" }).click();
                await until(page, shownEpochs, stopped + 1);
            }));

        for (const optimizer of ["sgd", "adam"])
            test(`one step of ${optimizer} is one step, with the numbers that the weight's tip told`, () =>
                within({ optimizer, rate: 0.05, layers: [3], batch: 32 }, async (page) => {
                    const tip = page.locator(".tip.weight");
                    const told = async (step) => {
                        await page.locator(`.tip.weight[data-step="${step}"]`).waitFor();
                        return (await tip.textContent()).replaceAll("−", "-");
                    };
                    await page.locator(".network .hit").first().dispatchEvent("pointerenter");
                    const text = await told(1);
                    const promised = Number(text.match(/W1\[0,0\] ← .*= (-?[\d.e-]+)$/)[1]);
                    assert.match(text, optimizer === "sgd" ? / - 0\.05 · / : /m = 0\.9 · 0 \+ 0\.1 · .*v = 0\.999 · 0 \+/);
                    // The gradient is a sum over the 32 points of the batch.
                    assert.match(text, /\(30 more terms\) = /);
                    await page.getByRole("button", { name: "One step" }).click();
                    const reached = Number((await told(2)).match(/W1\[0,0\] = (-?\d+(\.\d+)?(e-?\d+)?)/)[1]);
                    assert.ok(Math.abs(promised - reached) <= 1e-3 * Math.abs(reached), `${promised} and ${reached}`);
                }));

        test("weights and biases are told by keyboard", () =>
            within({ layers: [3] }, async (page) => {
                const told = (name) => page.locator(".tip.weight b", { hasText: `${name} = ` }).waitFor();
                await page.locator(".network").focus();
                await page.keyboard.press("ArrowRight");
                await told("W1[0,0]");
                for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
                await told("W1[1,2]");
                await page.keyboard.press("ArrowDown");
                await told("b1[0]");
                await page.keyboard.press("ArrowUp");
                await told("W1[1,2]");
                await page.keyboard.press("Escape");
                assert.ok(await page.locator(".tip.weight").isHidden());
            }));

        test("what is painted follows when light and dark are switched", () =>
            within({ layers: [2] }, async (page) => {
                await page.getByRole("button", { name: "One step" }).click();
                await until(page, shownEpochs, 1);
                const painted = () =>
                    page.evaluate(() =>
                        [".surface .map", ".surface .marks", ".unit canvas", "canvas.curves"].map((one) =>
                            document.querySelector(`.play ${one}`).toDataURL(),
                        ),
                    );
                const before = await painted();
                await page.getByRole("button", { name: "Light or dark" }).click();
                const isAnew = (before) =>
                    [".surface .map", ".surface .marks", ".unit canvas", "canvas.curves"].every(
                        (one, i) => document.querySelector(`.play ${one}`).toDataURL() !== before[i],
                    );
                await until(page, isAnew, before);
            }));

        test("layers and units are added and taken away", () =>
            within({ layers: [4, 4] }, async (page) => {
                await page.getByRole("button", { name: "Add a layer" }).click();
                await page.getByRole("button", { name: "One unit more in layer 1" }).click();
                assert.equal(await page.locator(".network canvas").count(), 13);
                await page.getByRole("button", { name: "Remove a layer" }).click();
                assert.equal(await page.locator(".network canvas").count(), 9);
                await until(page, () => document.querySelector(".numbers dd").textContent !== "–");
                assert.equal(await page.locator(".room.play > .problem").textContent(), "");
            }));

        test("a wrong function of one's own is told why", () =>
            within({ activation: "own" }, async (page) => {
                await page.getByLabel("own f(z) =").fill("z * exq(z)");
                await page.locator(".room.play > .problem", { hasText: "exq" }).waitFor();
                await page.getByLabel("own f(z) =").fill("z * exp(-z^2)");
                await page.waitForFunction(() => document.querySelector(".room.play > .problem").textContent === "");
            }));

        test("points above a curve, points of one's own, and a table", () =>
            within({}, async (page) => {
                await page.locator(".data select").first().selectOption({ label: "Above a curve" });
                await page.getByLabel("Above a curve: y >").fill("x^2 - 0.5");
                await until(page, () => document.querySelector(".numbers dd").textContent !== "–");
                assert.equal(await page.locator(".room.play > .problem").textContent(), "");
                await page.locator(".data select").first().selectOption({ label: "Your points" });
                const box = await page.locator(".marks").boundingBox();
                for (const [x, y] of [
                    [0.2, 0.2],
                    [0.3, 0.3],
                ])
                    await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
                await page.locator(".data select").first().selectOption({ label: "CSV file" });
                const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 7},${i < 30 ? "low" : "high"}`);
                await page.locator("#table-file").setInputFiles({
                    name: "flowers.csv",
                    mimeType: "text/csv",
                    buffer: Buffer.from(`a,b,kind\n${rows.join("\n")}\n`),
                });
                await page.locator(".table-columns select").nth(2).waitFor();
                assert.equal(await page.locator(".table-columns select").nth(2).inputValue(), "2");
                await page.getByRole("button", { name: "Run" }).click();
                await page.waitForFunction(
                    () => parseFloat(document.querySelectorAll(".numbers dd")[3].textContent) > 95,
                );
            }));

        test("the network is derived on demand", () =>
            within({ layers: [2] }, async (page) => {
                await page.getByRole("button", { name: "Derive this network" }).click();
                await page.locator('.lines-backward .line[data-of="W1"]').waitFor();
            }));
    });
}
