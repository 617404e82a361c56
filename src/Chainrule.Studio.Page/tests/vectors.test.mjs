// The engine's vectors in WebAssembly, which no other processor's tests run: functions against those of JavaScript.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

const folder =
    process.env.CHAINRULE_PAGE ?? fileURLToPath(new URL("../../../artifacts/page/wwwroot", import.meta.url));
const sigmoid = (x) => 1 / (1 + Math.exp(-x));
const functions = {
    "exp(x)": Math.exp,
    "tanh(x)": Math.tanh,
    "sigmoid(x)": sigmoid,
    "relu(x)": (x) => Math.max(x, 0),
    "abs(x)": Math.abs,
    "sqrt(abs(x))": (x) => Math.sqrt(Math.abs(x)),
    "log(abs(x) + 1)": (x) => Math.log1p(Math.abs(x)),
    "softplus(x)": (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    "silu(x)": (x) => x * sigmoid(x),
    "x / (1 + x^2)": (x) => x / (1 + x * x),
    "sum(x) / 1000": null,
};
// No multiple of four, so that the last vector is only partly full.
const x = Array.from({ length: 59 }, (_, i) => Math.fround((i - 29) * 0.7311));
let ask;

before(async () => {
    const { dotnet } = await import(pathToFileURL(join(folder, "_framework/dotnet.js")).href);
    const runtime = await dotnet.create();
    const { EngineExports } = (await runtime.getAssemblyExports("Chainrule.Studio.Browser")).Chainrule.Studio.Browser;
    ask = (question, asked) => JSON.parse(EngineExports.Answer(question, JSON.stringify(asked)));
});

for (const [formula, expected] of Object.entries(functions)) {
    test(`${formula} is right in vectors`, () => {
        const { values, refusal } = ask("compute", { formula, x });
        assert.equal(refusal, undefined);
        const mean = x.reduce((sum, one) => sum + one, 0) / 1000;
        values.forEach((value, i) => {
            const right = expected ? expected(x[i]) : mean;
            const most = 2e-6 * Math.max(Math.abs(right), 1e-6) + (expected ? 0 : 1e-6);
            assert.ok(Math.abs(Number(value) - right) <= most, `${x[i]}: ${value}, not ${right}`);
        });
    });
}

test("a training comes to the loss that the same steps come to elsewhere", () => {
    const program =
        "input X[m, 2], Y[m, 1]\nparam W[2, 1] ~ zeros, b[1] ~ zeros\nz = X @ W + b\np = sigmoid(z)\n" +
        "loss = mean(binary_cross_entropy(z, Y))\nminimize loss\noutput p\n";
    const points = { x: x.slice(0, 58), y: Array.from({ length: 29 }, (_, i) => (x[2 * i] > 3 ? 1 : 0)) };
    const start = { program, points, held: { x: [], y: [] }, shown: ["p"], optimizer: "sgd", cells: 2 };
    ask("playStart", start);
    const { loss } = ask("playRun", { rate: 0.05, steps: 40, milliseconds: 60_000 });
    // Logistic regression by hand.
    let [w0, w1, b] = [0, 0, 0];
    const slopes = () => {
        const d = [0, 0, 0, 0];
        points.y.forEach((label, i) => {
            const [u, v] = [points.x[2 * i], points.x[2 * i + 1]];
            const z = w0 * u + w1 * v + b,
                dz = (sigmoid(z) - label) / 29;
            d[0] += dz * u;
            d[1] += dz * v;
            d[2] += dz;
            d[3] += (functions["softplus(x)"](z) - label * z) / 29;
        });
        return d;
    };
    for (let step = 0; step < 40; step++) {
        const d = slopes();
        [w0, w1, b] = [w0 - 0.05 * d[0], w1 - 0.05 * d[1], b - 0.05 * d[2]];
    }
    const expected = slopes()[3];
    assert.ok(Math.abs(loss - expected) < 1e-4 * expected, `${loss}, not ${expected}`);
});
