// The page behind both engines: the local server, and the published files with the engine in the browser.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const types = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
};

export async function startLocal(...options) {
    const program = join(root, "src/Chainrule.Studio/bin/Release/net10.0/Chainrule.Studio.dll");
    const server = spawn("dotnet", ["exec", program, "--no-browser", ...options], { cwd: root });
    let refusal = "";
    server.stderr.on("data", (text) => (refusal += text));
    const refused = once(server, "close").then(() => Promise.reject(new Error(refusal)));
    const [line] = await Promise.race([once(server.stdout, "data"), refused]);
    refused.catch(() => undefined);
    // Until it has ended: before, it still answers.
    const stop = () => {
        const ended = once(server, "close");
        server.kill();
        return ended;
    };
    return { name: "local", address: String(line).trim(), stop };
}

// With other texts in place of some files, as after the page was published again.
export async function startStatic() {
    const others = new Map();
    const folder = join(root, "artifacts/page/wwwroot");
    const server = createServer(async (request, response) => {
        const path = normalize(decodeURIComponent(new URL(request.url, "http://page").pathname));
        const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
        try {
            const body = others.get(path) ?? (await readFile(file));
            response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" }).end(body);
        } catch {
            response.writeHead(404).end();
        }
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const stop = () => {
        server.close();
        server.closeAllConnections();
    };
    return { name: "static", address: `http://127.0.0.1:${server.address().port}/`, others, stop };
}
