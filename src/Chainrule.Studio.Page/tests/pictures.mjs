// Takes the pictures of docs/studio.md: node tests/pictures.mjs, once the server is built.
import { fileURLToPath } from "node:url";
import { derived, launch, open } from "./browser.mjs";
import { startLocal } from "./engines.mjs";

const place = (name) => fileURLToPath(new URL(`../../../docs/${name}.png`, import.meta.url));
const [browser, engine] = [await launch(), await startLocal()];
const view = { viewport: { width: 1280, height: 760 }, colorScheme: "light" };

const derive = await open(browser, engine, "", view);
await derived(derive.page);
await derive.page.locator('.lines-backward .line[data-of="z2"] .unfold').click();
await derive.page.locator(".steps li").first().waitFor();
await derive.page.locator('.lines-backward .line[data-of="h2"]').scrollIntoViewIfNeeded();
await derive.page.locator('.lines-backward .line[data-of="z2"] [data-name="h2"]').first().hover();
await derive.page.screenshot({ path: place("studio-derive") });

const settings = { kind: "circles", noise: 0.1, layers: [6, 4], optimizer: "adam", rate: 0.02 };
const play = await open(browser, engine, `#room=play&play=${encodeURIComponent(JSON.stringify(settings))}`, view);
await play.page.locator(".numbers dd", { hasText: /\d/ }).first().waitFor();
await play.page.getByRole("button", { name: "Run" }).click();
await play.page.waitForTimeout(4000);
await play.page.getByRole("button", { name: "Pause" }).click();
await play.page.waitForTimeout(500);
await play.page.screenshot({ path: place("studio-play") });

const digits = await open(browser, engine, "#room=digits", view);
await digits.page.getByRole("button", { name: "Pause" }).waitFor();
await digits.page.getByRole("button", { name: "Run", exact: true }).waitFor({ timeout: 60_000 });
await digits.page.getByRole("button", { name: "Show a held-out 3" }).click();
await digits.page.waitForTimeout(500);
await digits.page.screenshot({ path: place("studio-digits") });

const table = await open(browser, engine, "#room=table", { ...view, viewport: { width: 1440, height: 900 } });
await table.page.getByRole("button", { name: "Try an example" }).click();
await table.page.locator(".column-list tbody tr").first().waitFor();
await table.page.getByRole("button", { name: "Train", exact: true }).click();
await table.page.getByRole("button", { name: "Go on" }).waitFor({ timeout: 60_000 });
await table.page.locator(".metrics dd").first().waitFor();
await table.page.screenshot({ path: place("studio-table") });

await browser.close();
engine.stop();
