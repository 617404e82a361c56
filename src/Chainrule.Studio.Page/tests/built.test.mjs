import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const committed = join(project, "built");

test("the committed files are what the sources give", async () => {
    const folder = await mkdtemp(join(tmpdir(), "page-"));
    try {
        execFileSync("npx", ["vite", "build", "--outDir", folder, "--logLevel", "error"], { cwd: project });
        const names = (await readdir(folder)).sort();
        assert.deepEqual((await readdir(committed)).sort(), names);
        for (const name of names) {
            const [fresh, kept] = [await readFile(join(folder, name)), await readFile(join(committed, name))];
            assert.ok(fresh.equals(kept), `built/${name} is old: run \`npm run build\``);
        }
    } finally {
        await rm(folder, { recursive: true });
    }
});

test("the script stays under 300 KB, packed", async () => {
    let size = 0;
    for (const name of await readdir(committed))
        if (name.endsWith(".js")) size += gzipSync(await readFile(join(committed, name))).length;
    assert.ok(size < 300_000, `${size} bytes`);
});

test("the types are right", () => execFileSync("npx", ["tsc", "--noEmit"], { cwd: project, stdio: "inherit" }));
