import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { derived, settled, visits, write } from "./browser.mjs";
import { startLocal, startStatic } from "./engines.mjs";

const sample = (name) => readFile(new URL(`../../../samples/${name}`, import.meta.url), "utf8");
const line = (page, of) => page.locator(`.lines-backward .line[data-of="${of}"]`);

for (const start of [startLocal, startStatic]) {
    describe(`derive, with ${start.name}`, () => {
        const visit = visits(start);

        // On the page as it was left, the autoencoder is opened anew; nothing stays of the test before.
        const within = (fragment, action) =>
            visit(fragment, async (page) => {
                if (fragment === null) {
                    await page.getByRole("tab", { name: "Derivation" }).click();
                    await page.getByLabel("Quiz").setChecked(false);
                    await write(page, "");
                    await page.locator(".lines-backward .line").first().waitFor({ state: "detached" });
                    await page.getByLabel("Examples").selectOption("autoencoder.chain");
                }
                await derived(page);
                await action(page);
            });

        test("it opens on the autoencoder, derived", () =>
            within("", async (page) => {
                assert.equal(await page.locator(".lines-backward .line").count(), 11);
                assert.equal(await line(page, "W2").locator(".shapes").textContent(), "(k×m)·(m×n) → (k×n)");
                assert.equal(await page.locator(".grade.right").count(), 11);
            }));

        test("a factor shows its shape and where it comes from", () =>
            within(null, async (page) => {
                await line(page, "W2").locator("[data-name=h1]").hover();
                await page.locator(".tip:visible b", { hasText: "(m×k)" }).waitFor();
                assert.equal(await page.locator(".tip span").textContent(), "h1 = sigmoid(z1)");
                assert.equal(await page.locator(".lines-forward .line.marked").getAttribute("data-of"), "h1");
                assert.equal(await page.locator(".cm-line.marked").textContent(), "h1 = sigmoid(z1)");
            }));

        test("a click unfolds reason and steps", () =>
            within(null, async (page) => {
                await line(page, "z2").locator(".unfold").click();
                assert.match(
                    await line(page, "z2").locator(".unfolded > p").first().textContent(),
                    /Jacobian is diagonal/,
                );
                await line(page, "z2").locator(".steps li").first().waitFor();
                assert.equal(await line(page, "z2").locator(".steps li").count(), 6);
            }));

        test("an element in numbers is the sum of its products, by mouse and by keyboard", () =>
            within(null, async (page) => {
                await line(page, "W2").locator(".unfold").click();
                await line(page, "W2").locator(".in-numbers summary").click();
                const cell = line(page, "W2").locator("[role=row]").nth(1).locator("[role=gridcell]").nth(0);
                const shown = async () =>
                    (await line(page, "W2").locator(".made tbody tr").allInnerTexts()).map((row) =>
                        row.replaceAll("−", "-").split("\t"),
                    );
                const made = line(page, "W2").locator(".made caption");
                const told = (element) => made.filter({ hasText: `${element} = ` }).waitFor();
                const close = (a, b, size) => assert.ok(Math.abs(a - b) < 2e-3 * size, `${a}, not ${b}`);
                await cell.hover();
                await told("dS/dW2[1,0]");
                const rows = await shown();
                const products = rows.slice(0, -1).map(([formula, numbers, value], i) => {
                    assert.equal(formula, `h1[${i},1] · dS/dz2[${i},0]`);
                    const [a, b] = numbers.replaceAll(/[()]/g, "").split(" · ").map(Number);
                    close(a * b, Number(value), Math.abs(a * b));
                    return a * b;
                });
                const size = products.reduce((sum, one) => sum + Math.abs(one), 0);
                close(products.reduce((sum, one) => sum + one, 0), Number(rows.at(-1)[2]), size);
                assert.equal(rows.at(-1)[0], "Σ");
                await cell.focus();
                await page.keyboard.press("ArrowRight");
                await told("dS/dW2[1,1]");
                await page.keyboard.press("ArrowUp");
                await told("dS/dW2[0,1]");
            }));

        test("one's own line is graded, with one hint at a time", () =>
            within(null, async (page) => {
                await line(page, "W2").locator(".unfold").click();
                const field = line(page, "W2").locator("input");
                await field.fill("dS/dz2 @ h1'");
                const verdict = line(page, "W2").locator(".verdict[data-grade^=wrong]");
                await verdict.waitFor();
                assert.equal(await verdict.locator(".hint").count(), 0);
                for (let hints = 1; hints <= 3; hints++) {
                    await verdict.locator("button").click();
                    assert.equal(await verdict.locator(".hint").count(), hints);
                }
                assert.match(await verdict.locator(".hint").last().textContent(), /h1ᵀ · dS\/dz2/);
                await field.fill("h1' @ dS/dz2");
                await line(page, "W2").locator(".verdict[data-grade=right]").waitFor();
            }));

        test("the wrong line of NumPy code is marked with its cause", () =>
            within(null, async (page) => {
                await write(page, await sample("stuck.py"));
                await page.locator(".claims li[data-grade^=wrong]").first().waitFor();
                const wrong = page.locator(".claims li", { hasText: "dS/dz2 =" });
                await wrong.locator("button", { hasText: "Hint" }).click();
                assert.match(
                    await wrong.locator(".hint").textContent(),
                    /matrix product stands where an elementwise one belongs/,
                );
                assert.equal(await page.locator(".reader").textContent(), "read as Python");
            }));

        test("of a notebook the code is read, opened, dropped or pasted", () =>
            within(null, async (page) => {
                const cells = (...lines) => lines.map((source) => ({ cell_type: "code", source }));
                const notebook = (...lines) =>
                    JSON.stringify({ cells: cells("import numpy as np\n", ...lines), metadata: {}, nbformat: 4 });
                const costs = (name) =>
                    notebook("X = np.ones((4, 3))", `${name} = np.random.randn(3, 2)`, `S = np.sum((X @ ${name})**2)`);
                const opened = async (name) => {
                    await line(page, name).waitFor();
                    await settled(page);
                    assert.equal(await page.locator(".reader").textContent(), "read as Python");
                    assert.ok(!(await page.locator(".cm-content").textContent()).includes("cell_type"));
                };
                const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
                // Pictures in it, which the code does without, may be larger than any question.
                const large = JSON.parse(costs("V"));
                large.cells[0].outputs = [{ data: { "image/png": "A".repeat(3_000_000) } }];
                await page.locator("#program-file").setInputFiles([file("a.ipynb", JSON.stringify(large))]);
                await opened("V");
                await page.evaluate((text) => {
                    const data = new DataTransfer();
                    data.items.add(new File([text], "b.ipynb"));
                    const dropped = { dataTransfer: data, bubbles: true, cancelable: true };
                    document.querySelector(".cm-content").dispatchEvent(new DragEvent("drop", dropped));
                }, costs("U"));
                await opened("U");
                await page.evaluate((text) => navigator.clipboard.writeText(text), costs("T"));
                await write(page, "");
                await page.keyboard.press("Control+v");
                await opened("T");
                await page.locator("#program-file").setInputFiles([file("c.ipynb", "{")]);
                await page.locator(".problems .error", { hasText: "c.ipynb:1: no notebook" }).waitFor();
                await page.locator("#program-file").setInputFiles([file("d.py", await sample("stuck.py"))]);
                await line(page, "z2").waitFor();
            }));

        test("an error stands where it is, and the last derivation stays", () =>
            within(null, async (page) => {
                await write(page, "input X[m, n]\nparam W[n, k]\nS = sum(X @ V)\nminimize S\n");
                await page.locator(".problems .error").waitFor();
                assert.match(await page.locator(".problems .error").textContent(), /line 3.*`V` is not defined/);
                assert.equal(await page.locator(".cm-lintRange-error").textContent(), "V");
                assert.equal(await page.locator(".results.stale").count(), 1);
                assert.equal(await page.locator(".lines-backward .line").count(), 11);
                await write(page, "input X[m, n]\nparam W[n, k]\nS = sum(X @ W)\nminimize S\n");
                await page.locator(".results:not(.stale)").waitFor();
                await settled(page);
                assert.equal(await page.locator(".lines-backward .line").count(), 1);
            }));

        test("bad input of any kind leaves the page in order", () =>
            within(null, async (page) => {
                for (const text of [
                    "",
                    "\0\u0001",
                    "<script>alert(1)</script>",
                    "(".repeat(5000),
                    "import numpy\n".repeat(300),
                    "claim dS/dW = ?",
                    "é∂Σ𝒳 = \u202E1",
                    "for t in 0:1000000 {\nx = 1\n}",
                ]) {
                    await write(page, text);
                    await settled(page);
                }
                await write(page, "param w[n]\nS = sum(w^2)\nminimize S\n");
                await page.locator(".lines-backward .line[data-of=w]").waitFor();
            }));

        test("a thousand fast edits end in the right derivation", () =>
            within(null, async (page) => {
                await write(page, "param w[n]\nS = sum(w)\nminimize S\n#");
                await page.evaluate(async () => {
                    document.querySelector(".cm-content").focus();
                    for (let i = 0; i < 1000; i++) {
                        document.execCommand("insertText", false, String(i % 10));
                        if (i % 20 === 0) await new Promise(requestAnimationFrame);
                    }
                });
                await settled(page);
                assert.equal(await page.locator(".lines-backward .line").count(), 1);
            }));

        test("the address holds the program and the language; reload and back work", () =>
            within(null, async (page) => {
                await write(page, "param w[n]\nS = sum(w^3)\nminimize S\n");
                await page.getByLabel("Language").selectOption("ru");
                await settled(page);
                await page.getByRole("button", { name: "Поделиться" }).click();
                const address = await page.evaluate(() => navigator.clipboard.readText());
                assert.match(address, /language=ru/);
                await page.reload();
                await derived(page);
                assert.equal(await page.locator(".lines-backward h3").textContent(), "Обратный проход");
                assert.match(await page.locator(".cm-content").textContent(), /sum\(w\^3\)/);
                await page.goto("about:blank");
                await page.goBack();
                await derived(page);
                assert.match(await page.locator(".cm-content").textContent(), /sum\(w\^3\)/);
                await page.evaluate(() => (location.hash = "room=play"));
                await page.locator(".room.play").waitFor();
            }));

        if (start === startLocal)
            test("an address that was cut opens the usual page", () =>
                within("#program=x%&room=nowhere&language=xx&theme=blue&play={&table=[1]&digits=null", async (page) => {
                    assert.equal(await page.locator(".lines-backward .line").count(), 11);
                    assert.equal(await page.locator(".lines-backward h3").textContent(), "Backward");
                }));

        test("the code is that of the program", () =>
            within("", async (page) => {
                await page.getByRole("tab", { name: "Code" }).click();
                for (const [format, part] of [
                    ["numpy", "import numpy"],
                    ["pytorch", "import torch"],
                    ["latex", "\\partial"],
                    ["csharp", "using Chainrule"],
                    ["markdown", "# The gradients of S"],
                    ["svg", "<svg"],
                    ["chain", "minimize S"],
                ]) {
                    await page.getByLabel("Format").selectOption(format);
                    await page.locator(".code pre", { hasText: part }).waitFor();
                }
            }));

        test("the graph is drawn", () =>
            within(null, async (page) => {
                await page.getByRole("tab", { name: "Graph" }).click();
                await page.locator(".drawing svg").waitFor();
                assert.equal(await page.locator(".drawing .title").count(), 13);
            }));

        test("the quiz reveals a line when it is found", () =>
            within(null, async (page) => {
                await page.getByLabel("Quiz").check();
                assert.equal(await page.locator(".lines-backward .equation").count(), 0);
                await line(page, "Xhat").locator("input").fill("(Xhat - X) / m");
                await line(page, "Xhat").locator(".equation").waitFor();
                assert.equal(await page.locator(".lines-backward .equation").count(), 1);
            }));
    });
}
