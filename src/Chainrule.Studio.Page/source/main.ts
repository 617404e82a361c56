import "../styles/fonts.css";
import "../styles/page.css";
import "../styles/derive.css";
import "../styles/editor.css";
import "../styles/drawing.css";
import "../styles/play.css";
import { firstExample } from "./derive/examples";
import { DeriveRoom } from "./derive/room";
import { Engine, type Settings } from "./engine/engine";
import { Address, unpack } from "./page/address";
import { workOffline } from "./page/offline";
import { Shell } from "./page/shell";
import { usualLanguage } from "./page/wording";
import { PlayRoom } from "./play/room";

const settings = (await (await fetch("settings.json")).json()) as Settings;
const address = Address.current();
const packed = address.get("program");
const text = (packed === null ? null : await unpack(packed)) ?? settings.text ?? firstExample;
const engine = Engine.of(settings);
const derive = new DeriveRoom(engine, text);
const play = new PlayRoom(engine, (program) => {
    derive.open(program);
    shell.enter("derive");
});
const shell = new Shell({ derive, play }, usualLanguage(address.get("language")));
if (settings.engine === "browser") void workOffline();
