import { create } from "../page/dom";
import { centered } from "./centering";
import { side } from "./idx";
import { drawInk } from "./pictures";

type Point = [number, number];

const resolution = 280,
    pen = 22;

// The square to draw in; it also shows a digit of the data.
export class Pad {
    readonly element = create("canvas", { class: "pad", role: "img", width: resolution, height: resolution });
    private readonly context = this.element.getContext("2d", { willReadFrequently: true })!;
    private strokes: Point[][] = [];
    private sample: Uint8Array | null = null;
    private isDown = false;

    constructor(private readonly onDrawn: (pixels: Uint8Array) => void) {
        this.element.addEventListener("pointerdown", (event) => {
            if (this.sample) this.empty();
            this.isDown = true;
            this.element.setPointerCapture(event.pointerId);
            this.strokes.push([this.at(event), this.at(event)]);
            this.draw();
        });
        this.element.addEventListener("pointermove", (event) => {
            if (!this.isDown) return;
            const events = event.getCoalescedEvents?.() ?? [];
            for (const one of events.length > 0 ? events : [event]) this.strokes.at(-1)!.push(this.at(one));
            this.draw();
        });
        for (const end of ["pointerup", "pointercancel"])
            this.element.addEventListener(end, () => (this.isDown = false));
    }

    get isEmpty(): boolean {
        return this.strokes.length === 0 && this.sample === null;
    }

    clear(): void {
        this.empty();
        this.onDrawn(new Uint8Array(side * side));
    }

    show(sample: Uint8Array): void {
        this.empty();
        this.sample = sample;
        this.paint();
    }

    // Anew in the ink of the theme.
    paint(): void {
        this.context.clearRect(0, 0, resolution, resolution);
        const ink = getComputedStyle(this.element).color;
        if (this.sample) {
            const small = create("canvas", { width: side, height: side });
            drawInk(small, this.sample, ink);
            this.context.imageSmoothingEnabled = false;
            this.context.drawImage(small, 0, 0, resolution, resolution);
            return;
        }
        Object.assign(this.context, { strokeStyle: ink, lineWidth: pen, lineCap: "round", lineJoin: "round" });
        for (const stroke of this.strokes) {
            this.context.beginPath();
            stroke.forEach(([x, y], i) => (i === 0 ? this.context.moveTo(x, y) : this.context.lineTo(x, y)));
            this.context.stroke();
        }
    }

    private empty(): void {
        this.strokes = [];
        this.sample = null;
        this.context.clearRect(0, 0, resolution, resolution);
    }

    private draw(): void {
        this.paint();
        this.onDrawn(centered(this.element));
    }

    private at(event: PointerEvent): Point {
        const box = this.element.getBoundingClientRect();
        return [
            ((event.clientX - box.left) / box.width) * resolution,
            ((event.clientY - box.top) / box.height) * resolution,
        ];
    }
}
