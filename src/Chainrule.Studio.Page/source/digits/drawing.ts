import { create } from "../page/dom";
import { Pad } from "./pad";
import type { DigitsWords } from "./words";

// The square to draw in, and digits to choose instead.
export class Drawing {
    readonly element: HTMLElement;
    readonly pad: Pad;
    private readonly heading = create("h2", {});
    private readonly clear = create("button", { type: "button", click: () => this.pad.clear() });
    private readonly samples = create("span", { class: "hint" });
    private readonly buttons = Array.from({ length: 10 }, (_, digit) =>
        create("button", { type: "button", click: () => this.onSample(digit) }, String(digit)),
    );
    private readonly label = create("p", { class: "hint", role: "status" });
    private readonly note = create("p", { class: "hint" });

    constructor(
        onDrawn: (pixels: Uint8Array) => void,
        private readonly onSample: (digit: number) => void,
    ) {
        this.pad = new Pad((pixels) => {
            this.label.textContent = "";
            onDrawn(pixels);
        });
        this.element = create(
            "section",
            { class: "panel drawing-panel" },
            create("div", { class: "heading" }, this.heading, this.clear),
            this.pad.element,
            this.samples,
            create("div", { class: "samples" }, ...this.buttons),
            this.label,
            this.note,
        );
    }

    speak(words: DigitsWords): void {
        this.heading.textContent = words.draw;
        this.clear.textContent = words.clear;
        this.samples.textContent = words.samples;
        this.note.textContent = words.centered;
        this.pad.element.setAttribute("aria-label", words.pad);
        this.buttons.forEach((button, digit) => button.setAttribute("aria-label", `${words.sample} ${digit}`));
    }

    showSample(pixels: Uint8Array, sentence: string): void {
        this.pad.show(pixels);
        this.label.textContent = sentence;
    }
}
