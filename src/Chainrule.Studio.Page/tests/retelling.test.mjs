// What the engine says in English is told in the page's language by its form: each form is one of the engine's.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { visits } from "./browser.mjs";
import { root, startLocal } from "./engines.mjs";

const own = (page) => page.locator(".problems li span").allTextContents();

// The tables are plain arrays but for their first lines.
async function entries() {
    const tables = [];
    for (const name of ["retoldPrograms", "retoldTables"]) {
        const text = await readFile(new URL(`../source/page/${name}.ts`, import.meta.url), "utf8");
        tables.push(...new Function(`return ${text.slice(text.indexOf("= [") + 2)}`)());
    }
    return tables;
}

async function sources() {
    const texts = [];
    for (const project of [
        ...["Chainrule", "Chainrule.Explain", "Chainrule.Data", "Chainrule.Studio.Engine"],
        "Chainrule.Studio.Page/source/engine",
    ])
        for (const file of await readdir(join(root, "src", project), { recursive: true }))
            if (/\.(cs|ts)$/.test(file) && !/^(obj|bin)\//.test(file))
                texts.push(await readFile(join(root, "src", project, file), "utf8"));
    // Sentences over several lines are one.
    return texts.join("\n").replaceAll(/"\)?\s*\+\s*\$?"/g, "");
}

test("each form is a sentence of the engine, and has the same holes in every language", async () => {
    const all = await entries();
    const said = await sources();
    assert.ok(all.length > 100, `${all.length}`);
    assert.equal(new Set(all.map(([english]) => english)).size, all.length);
    const holes = (text) => [...new Set(text.match(/\{\d\}/g))].sort();
    for (const [english, es, ru] of all) {
        // What a training did, when, and what it left, are put together where they are said.
        for (const words of english.split(/\{\d\}|(?= at step)|(?<=parameters are )/)) {
            const part = words.replaceAll('"', '\\"').replace(/^[;,]? /, "").replace(/[ ;,]+$/, "").trim();
            // The first word may be chosen by a number, such as "field" and "fields".
            const isSaid = said.includes(part) || said.includes(part.replace(/^fields? /, " "));
            assert.ok(part.length < 4 || isSaid, `nobody says: ${part}`);
        }
        assert.deepEqual(holes(es), holes(english), es);
        assert.deepEqual(holes(ru), holes(english), ru);
        assert.match(ru, /[а-яё]|^[^a-z]*$/i, ru);
    }
});

const visit = visits(startLocal);

test("errors in a program, in a table and in a formula are told in the language of the page", () =>
    visit("#language=es", async (page) => {
        const told = async (text, expected) => {
            await page.locator(".cm-content").click();
            await page.keyboard.press("Control+a");
            await page.keyboard.insertText(text);
            await page.locator(".problems li span", { hasText: expected }).first().waitFor();
        };
        await page.locator(".lines-backward .line").first().waitFor();
        await told("input x[n]\nS = sum(x * w)\nminimize S\n", "`w` no está definido: escribe `input w` si está dado");
        await told("param w[n], v[n]\nS = sum(w)\nminimize S\n", "el parámetro `v` no se usa nunca: úsalo o quítalo");
        await page.getByLabel("Idioma").selectOption("ru");
        await page.locator(".problems li span", { hasText: "параметр `v` нигде не используется: используйте или уберите" }).waitFor();
        await told("param w[n]\nS = sum(w) +\nminimize S\n", "не хватает значения");
        assert.doesNotMatch((await own(page)).join(" "), /missing|write|line/);
        await page.getByRole("button", { name: "Таблица", exact: true }).click();
        const choose = (name, text) =>
            page.locator("#csv-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
        await choose("bad.csv", "a,b\n1,2\n3\n");
        await page.locator(".table-side > .problem", { hasText: "bad.csv: строка 3: 1 поле вместо 2, как в первой строке: уберите строку" }).waitFor();
        const rows = Array.from({ length: 40 }, (_, i) => `${i + 1},5,${i % 3},${i % 2 ? "a" : "b"}`);
        await choose("good.csv", `id,same,x,kind\n${rows.join("\n")}\n`);
        await page.locator(".column-list", { hasText: "одинаково во всех строках, поэтому не влияет" }).waitFor();
        await page.locator(".column-list", { hasText: "он нумерует строки" }).waitFor();
        assert.doesNotMatch(await page.locator(".table-side").textContent(), /TableOptions|keeps|without effect/);
    }));
