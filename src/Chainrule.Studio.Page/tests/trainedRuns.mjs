// The local server with a table and two runs that the tool has trained on it.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, startLocal } from "./engines.mjs";

export async function startWithRuns() {
    const folder = await mkdtemp(join(tmpdir(), "runs-"));
    const rows = Array.from({ length: 80 }, (_, i) => `${i / 10},${i % 5},${i < 40 ? "low" : "high"}`);
    await writeFile(join(folder, "table.csv"), `a,b,kind\n${rows.join("\n")}\n`);
    const tool = join(root, "src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll");
    for (const [run, epochs, ...validation] of [
        ["one", 5, "--validation", 0.2],
        ["two", 9],
    ])
        execFileSync("dotnet", [
            ...["exec", tool, "train", join(folder, "table.csv"), "--epochs", epochs, ...validation],
            ...["--out", join(folder, run), "--quiet"],
        ]);
    const engine = await startLocal(join(folder, "one"), join(folder, "two"), join(folder, "table.csv"));
    const stop = async () => {
        await engine.stop();
        await rm(folder, { recursive: true });
    };
    return { ...engine, folder, stop };
}
