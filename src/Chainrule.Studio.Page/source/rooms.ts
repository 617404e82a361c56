import { firstExample } from "./derive/examples";
import { DeriveRoom } from "./derive/room";
import { DigitsRoom } from "./digits/room";
import type { Engine, Settings } from "./engine/engine";
import { Address, unpack } from "./page/address";
import { workOffline } from "./page/offline";
import { Shell } from "./page/shell";
import { usualLanguage } from "./page/wording";
import { PlayRoom } from "./play/room";
import { RunsRoom } from "./runs/room";
import { TableRoom } from "./table/room";

// Fills the page.
export async function openRooms(settings: Settings, engine: Engine): Promise<void> {
    const address = Address.current();
    const packed = address.get("program");
    const text = (packed === null ? null : await unpack(packed)) ?? settings.text ?? firstExample;
    const derive = new DeriveRoom(engine, text);
    const play = new PlayRoom(engine, (program) => {
        derive.open(program);
        shell.enter("derive");
    });
    const digits = new DigitsRoom(engine);
    const table = new TableRoom(engine, settings.table ?? null);
    // Runs are folders of this machine, which only the local engine reads.
    const runs = settings.runs ? { runs: new RunsRoom(engine) } : {};
    const first = settings.runs ? "runs" : settings.table ? "table" : "derive";
    const shell = new Shell({ derive, play, digits, table, ...runs }, usualLanguage(address.get("language")), first);
    // Another address behind the #, pasted or gone back to, is another page; the page's own changes raise no event.
    addEventListener("hashchange", () => location.reload());
    // After the first answers, so that it delays none of them.
    if (settings.engine === "browser") void engine.answered.then(() => setTimeout(() => void workOffline(), 1000));
}
