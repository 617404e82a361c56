import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { roomWith, until, violations, visits } from "./browser.mjs";
import { root, startLocal, startStatic } from "./engines.mjs";

const flowers = Array.from({ length: 90 }, (_, i) => {
    const kind = i % 3;
    return `${1 + 2 * kind + (i % 7) / 10},${i % 4 ? "red" : ""},${["iris", "lily", "rose"][kind]}`;
});
const table = `petal,color,kind\n${flowers.join("\n")}\n`;

const choose = (page, name, text) =>
    page.locator("#csv-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

async function trained(page) {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Go on" }).waitFor();
    await page.locator(".metrics dd").first().waitFor();
}

const metric = async (page, name) =>
    Number(await page.locator(".metrics div", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) })
        .locator("dd").textContent());

for (const start of [startLocal, startStatic]) {
    describe(`table, with ${start.name}`, () => {
        const visit = visits(start);
        const within = (settings, action) =>
            visit(roomWith("table", settings), async (page) => {
                await page.locator(".drop").waitFor();
                await action(page);
            });

        test("a table is understood, learned, judged and predicted from; its model is the tool's", () =>
            within({ epochs: 60, rate: 0.02, layers: "16" }, async (page) => {
                await choose(page, "flowers.csv", table);
                await page.locator(".column-list tbody tr").nth(2).waitFor();
                const kinds = page.locator(".column-list tbody select");
                assert.deepEqual(await kinds.evaluateAll((all) => all.map((one) => one.value)), ["Number", "Category"]);
                assert.match(await page.locator(".sentences").textContent(), /label kind \(the last column/);
                await trained(page);
                assert.equal(await metric(page, "accuracy"), 1);
                assert.equal(await page.locator(".confusion tbody tr").count(), 3);
                const best = () => page.locator(".probability.best").textContent();
                const slider = page.getByLabel("petal", { exact: true });
                await slider.fill("1");
                await page.waitForFunction(() => /^iris/.test(document.querySelector(".probability.best").textContent));
                await slider.fill("5.5");
                await page.waitForFunction(() => /^rose/.test(document.querySelector(".probability.best").textContent));
                assert.match(await best(), /^rose9\d\.\d %$|^rose100\.0 %$/);

                const folder = await mkdtemp(join(tmpdir(), "table-"));
                try {
                    const [file] = await Promise.all([
                        page.waitForEvent("download"),
                        page.getByRole("button", { name: "Download the model" }).click(),
                    ]);
                    assert.equal(file.suggestedFilename(), "flowers.safetensors");
                    await file.saveAs(join(folder, "model.safetensors"));
                    const tool = join(root, "src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll");
                    const written = execFileSync("dotnet", ["exec", tool, "summary", folder], { encoding: "utf8" });
                    assert.match(written, /Dense/i);
                } finally {
                    await rm(folder, { recursive: true });
                }
            }));

        test("the label and the kind of a column are a choice; values have residuals", () =>
            within({ epochs: 5 }, async (page) => {
                await choose(page, "flowers.csv", table);
                await page.getByLabel("Label: petal").check();
                await page.locator(".sentences li", { hasText: "label petal" }).waitFor();
                await page.getByLabel("Kind of column kind").selectOption("Ignored");
                await page.locator(".column-list tr.ignored").waitFor();
                await trained(page);
                assert.ok((await page.locator(".residuals circle").count()) > 10);
                assert.ok(Number.isFinite(await metric(page, "r2")));
            }));

        test("what was understood is told in the language of the page", () =>
            within({}, async (page) => {
                await choose(page, "flowers.csv", table);
                await page.locator(".sentences li", { hasText: "90 rows, 3 columns" }).waitFor();
                await page.getByLabel("Language").selectOption("es");
                await page.locator(".sentences li", { hasText: "90 filas, 3 columnas" }).waitFor();
                await page.getByLabel("Idioma").selectOption("ru");
                await page.locator(".sentences li", { hasText: "kind (последний столбец" }).waitFor();
                await page.getByLabel("Язык").selectOption("en");
                await page.locator(".sentences li", { hasText: "kind (the last column" }).waitFor();
            }));

        test("a bad file is told at its place, and the next one is read", () =>
            within({}, async (page) => {
                await choose(page, "bad.csv", "a,b\n1,2\n3\n");
                const problem = page.locator(".table-side > .problem");
                await problem.filter({ hasText: "bad.csv: line 3: 1 field instead of 2" }).waitFor();
                await choose(page, "same.csv", "a,b\n1,x\n2,x\n");
                await problem.filter({ hasText: "set “Label” to another column" }).waitFor();
                await choose(page, "flowers.csv", table);
                await page.locator(".column-list tbody tr").first().waitFor();
                assert.equal(await problem.textContent(), "");
            }));

        test("a training that diverges is told, with what the page can do about it", () =>
            within({ rate: 10, layers: "16" }, async (page) => {
                const rows = Array.from({ length: 200 }, (_, i) => `${i},${i * i},${i * 1e6 + 3}`);
                await choose(page, "far.csv", `a,b,y\n${rows.join("\n")}\n`);
                await page.locator(".column-list tbody tr").first().waitFor();
                await page.getByRole("button", { name: "Train", exact: true }).click();
                const problem = page.locator(".table-side > .problem");
                await problem.filter({ hasText: "lower the learning rate (it is 10), or scale" }).waitFor();
                assert.doesNotMatch(await problem.textContent(), /Options/);
                await page.getByRole("button", { name: "Train", exact: true }).waitFor();
            }));

        test("a training is stopped and gone on with; a reload keeps settings and no data", () =>
            within({ epochs: 100_000, layers: "4" }, async (page) => {
                await choose(page, "flowers.csv", table);
                await page.locator(".column-list tbody tr").first().waitFor();
                await page.getByRole("button", { name: "Train", exact: true }).click();
                await page.waitForFunction(() => parseInt(document.querySelector(".trained-epochs output").textContent) > 2);
                await page.getByRole("button", { name: "Stop" }).click();
                await page.getByRole("button", { name: "Go on" }).waitFor();
                // It is judged once the epoch that was on its way is over; nothing is trained after that.
                await page.locator(".metrics dd").first().waitFor();
                const epoch = async () => parseInt(await page.locator(".trained-epochs output").textContent());
                const stopped = await epoch();
                await page.getByRole("button", { name: "Go on" }).click();
                await until(page, (past) => parseInt(document.querySelector(".trained-epochs output").textContent) > past, stopped);
                await page.getByRole("button", { name: "Stop" }).click();
                await page.getByRole("button", { name: "Go on" }).waitFor();
                await page.locator(".table-room").getByLabel("Hidden layers").fill("7, 5");
                await page.waitForFunction(() => location.hash.includes("7%2C+5") || location.hash.includes("7%2C%205"));
                assert.ok(!page.url().includes("flowers") && !page.url().includes("petal"));
                await page.reload();
                await page.locator(".drop h2", { hasText: "Drop a table here" }).waitFor();
                assert.equal(await page.locator(".table-room").getByLabel("Hidden layers").inputValue(), "7, 5");
            }));

        test("two pages that are open have a model each", () =>
            within({ epochs: 40, rate: 0.02, layers: "8" }, async (page) => {
                await choose(page, "flowers.csv", table);
                await page.locator(".column-list tbody tr").nth(2).waitFor();
                await trained(page);
                const other = await page.context().newPage();
                await other.goto(page.url());
                await choose(other, "other.csv", table.replaceAll("iris", "moss").replaceAll("rose", "fern"));
                await other.locator(".column-list tbody tr").nth(2).waitFor();
                await trained(other);
                await other.close();
                await page.getByLabel("petal", { exact: true }).fill("1");
                await until(page, () => /^iris/.test(document.querySelector(".probability.best").textContent));
            }));

        if (start === startLocal)
            test("nothing stands in the way of anybody, light or dark, on a screen of any width", () =>
                within({ epochs: 3 }, async (page) => {
                    assert.deepEqual(await violations(page), []);
                    await choose(page, "flowers.csv", table);
                    await page.locator(".column-list tbody tr").first().waitFor();
                    await trained(page);
                    for (const colorScheme of ["light", "dark"]) {
                        await page.emulateMedia({ colorScheme });
                        assert.deepEqual(await violations(page), []);
                    }
                    await page.setViewportSize({ width: 360, height: 800 });
                    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
                }));
    });
}
