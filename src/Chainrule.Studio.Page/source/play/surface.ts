import { create } from "../page/dom";
import { drawMap, isDark, labelColor, onTheme, palette } from "./colors";
import type { Points } from "./data";

// The plane: what the network answers everywhere, and the points. A click adds one, with Shift of the other label.
export class Surface {
    readonly element: HTMLElement;
    private readonly map = create("canvas", { class: "map", "aria-hidden": "true" });
    private readonly marks = create("canvas", { class: "marks", role: "img" });
    private points: Points = { x: [], y: [] };
    private held: Points = { x: [], y: [] };
    private around = new Uint8Array();
    private cells = 0;

    constructor(
        private readonly bound: number,
        onDraw: (x: number, y: number, isOther: boolean) => void,
    ) {
        this.element = create("div", { class: "surface" }, this.map, this.marks);
        let isDown = false;
        const drawn = (event: PointerEvent) => {
            const box = this.marks.getBoundingClientRect();
            const [right, down] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
            if (right < 0 || right > 1 || down < 0 || down > 1) return;
            onDraw(bound * (2 * right - 1), bound * (1 - 2 * down), event.shiftKey || event.button === 2);
        };
        this.marks.addEventListener("contextmenu", (event) => event.preventDefault());
        this.marks.addEventListener("pointerdown", (event) => {
            isDown = true;
            drawn(event);
        });
        this.marks.addEventListener("pointermove", (event) => {
            if (isDown && event.buttons !== 0 && Math.hypot(event.movementX, event.movementY) > 3) drawn(event);
        });
        addEventListener("pointerup", () => (isDown = false));
        new ResizeObserver(() => this.drawPoints()).observe(this.marks);
        onTheme(() => {
            this.drawAnswers();
            this.drawPoints();
        });
    }

    name(label: string): void {
        this.marks.setAttribute("aria-label", label);
    }

    // p between 0 and 1 as a map around one half.
    show(bytes: Uint8Array, scale: number, cells: number): void {
        this.around = bytes.map((byte) => 128 + 127 * Math.max(-1, Math.min(1, 2 * ((byte - 128) / 127) * scale - 1)));
        this.cells = cells;
        this.drawAnswers();
    }

    showPoints(train: Points, held: Points): void {
        [this.points, this.held] = [train, held];
        this.drawPoints();
    }

    private drawAnswers(): void {
        if (this.cells > 0) drawMap(this.map, this.around, 0, this.cells, palette(0.62));
    }

    private drawPoints(): void {
        const size = this.marks.clientWidth * devicePixelRatio;
        this.marks.width = this.marks.height = size;
        const context = this.marks.getContext("2d")!;
        const radius = Math.max(2.2, size / 150);
        for (const [points, isHeld] of [
            [this.held, true],
            [this.points, false],
        ] as const) {
            points.y.forEach((label, i) => {
                context.beginPath();
                context.arc(
                    (size * (points.x[2 * i]! / this.bound + 1)) / 2,
                    (size * (1 - points.x[2 * i + 1]! / this.bound)) / 2,
                    radius,
                    0,
                    2 * Math.PI,
                );
                context.fillStyle = isHeld ? "transparent" : labelColor(label);
                context.strokeStyle = isHeld ? labelColor(label) : isDark() ? "#101317" : "#fff";
                context.lineWidth = radius / (isHeld ? 2 : 3);
                context.fill();
                context.stroke();
            });
        }
    }
}
