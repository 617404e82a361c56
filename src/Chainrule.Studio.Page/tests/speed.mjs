// Measures what is promised of the page's speed, on a quiet machine: tests/page.sh --speed. A browser that shares its
// processor says little, so that none of this is part of the tests. The median of some tries counts.
import { launch, open, roomWith, settled, until, write } from "./browser.mjs";
import { startLocal, startStatic } from "./engines.mjs";

const tries = 5;
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const programs = [
    "input X[m, n]\nparam W1[n, k]\nz1 = X @ W1\nS = sum(z1^2)\nminimize S\n",
    "input X[m, n]\nparam W1[n, k], b[k]\nz1 = tanh(X @ W1 + b)\nS = sum(z1^2) / m\nminimize S\n",
];
let missed = 0;

function tell(what, value, unit, { atMost, atLeast }) {
    const holds = atMost === undefined ? value >= atLeast : value <= atMost;
    if (!holds) missed++;
    const promised = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
    const digits = value < 10 ? value.toFixed(2) : Math.round(value);
    console.log(`${holds ? "held  " : "MISSED"} ${what}: ${digits} ${unit}, promised ${promised}`);
}

const derivedLines = (count) => document.querySelectorAll(".lines-backward .line").length === count;

// From a cold cache, and then by another program.
async function deriving(browser, engine) {
    const [first, next] = [[], []];
    for (let i = 0; i < tries; i++) {
        const began = performance.now();
        const { page, context } = await open(browser, engine);
        await page.locator(".lines-backward .line").first().waitFor();
        first.push((performance.now() - began) / 1000);
        await settled(page);
        for (const [at, program] of programs.entries()) {
            const changed = performance.now();
            await write(page, program);
            await until(page, derivedLines, [2, 5][at]);
            next.push((performance.now() - changed) / 1000);
            await settled(page);
        }
        await context.close();
    }
    tell(`${engine.name}: first derivation`, median(first), "s", { atMost: 3 });
    tell(`${engine.name}: next derivation`, median(next), "s", { atMost: 0.3 });
}

async function typing(browser, engine) {
    const { page, context } = await open(browser, engine);
    await settled(page);
    await write(page, "param w[n]\nS = sum(w)\nminimize S\n#");
    const times = await page.evaluate(async () => {
        document.querySelector(".cm-content").focus();
        const times = [];
        for (let i = 0; i < 1000; i++) {
            const start = performance.now();
            document.execCommand("insertText", false, String(i % 10));
            times.push(performance.now() - start);
            if (i % 20 === 0) await new Promise(requestAnimationFrame);
        }
        return times.sort((a, b) => a - b);
    });
    tell(`${engine.name}: an edit (99 % of 1,000)`, times[989], "ms", { atMost: 50 });
    await context.close();
}

async function playing(browser, engine, atLeast) {
    const settings = { kind: "circles", count: 500, heldOut: 0, layers: [4, 4] };
    const { page, context } = await open(browser, engine, roomWith("play", settings));
    await page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
    await page.getByRole("button", { name: "Run" }).click();
    const epochs = () =>
        page.evaluate(() => Number(document.querySelector(".play .epoch output").textContent.replace(/\D/g, "")));
    const speeds = [];
    await page.waitForTimeout(2000);
    for (let i = 0; i < tries; i++) {
        const [before, began] = [await epochs(), performance.now()];
        await page.waitForTimeout(1000);
        speeds.push(((await epochs()) - before) / ((performance.now() - began) / 1000));
    }
    tell(`${engine.name}: Play, 2-4-4-1 on 500 points`, median(speeds), "epochs a second", { atLeast });
    await context.close();
}

// As the engine counts them, without what is drawn meanwhile.
async function digits(browser, engine, atLeast) {
    const { page, context } = await open(browser, engine, "#room=digits");
    await until(page, () => parseFloat(document.querySelector(".progress dd")?.textContent) > 0);
    const speeds = [];
    for (let i = 0; i < tries; i++) {
        await page.waitForTimeout(300);
        speeds.push(Number(await page.locator(".progress dd").nth(2).textContent()));
    }
    tell(`${engine.name}: Digits, 784-32-10`, median(speeds), "samples a second", { atLeast });
    await context.close();
}

const browser = await launch();
for (const [start, epochs, samples] of [[startStatic, 60, 5000], [startLocal, 1000, 5000]]) {
    const engine = await start();
    await deriving(browser, engine);
    await typing(browser, engine);
    await playing(browser, engine, epochs);
    await digits(browser, engine, samples);
    await engine.stop();
}
await browser.close();
process.exitCode = missed > 0 ? 1 : 0;
