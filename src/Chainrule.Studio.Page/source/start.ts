import "../styles/fonts.css";
import "../styles/page.css";
import "../styles/derive.css";
import "../styles/editor.css";
import "../styles/drawing.css";
import "../styles/play.css";
import "../styles/digits.css";
import "../styles/table.css";
import "../styles/runs.css";
import { Engine, type Settings } from "./engine/engine";

// The engine takes longest, so that it starts while the rest of the page is still loaded.
const rooms = import("./rooms");
const settings = (await (await fetch("settings.json")).json()) as Settings;
const engine = Engine.of(settings);
await (await rooms).openRooms(settings, engine);
