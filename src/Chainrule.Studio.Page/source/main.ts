import "../styles/fonts.css";
import "../styles/page.css";
import "../styles/derive.css";
import "../styles/editor.css";
import "../styles/drawing.css";
import { firstExample } from "./derive/examples";
import { DeriveRoom } from "./derive/room";
import { Engine, type Settings } from "./engine/engine";
import { Address, unpack } from "./page/address";
import { Shell } from "./page/shell";
import { usualLanguage } from "./page/wording";

const settings = (await (await fetch("settings.json")).json()) as Settings;
const address = Address.current();
const packed = address.get("program");
const text = (packed === null ? null : await unpack(packed)) ?? settings.text ?? firstExample;
new Shell(new DeriveRoom(Engine.of(settings), text), usualLanguage(address.get("language")));
