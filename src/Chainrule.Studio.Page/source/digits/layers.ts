import { create } from "../page/dom";
import { bytesOf } from "../page/bytes";
import { drawMap, palette } from "../play/colors";
import { side } from "./idx";
import type { DigitsSeen, DigitsUnits } from "./messages";
import type { DigitsWords } from "./words";

// The outputs of the hidden layers, a cell for each unit. In the first layer the cell is what its unit looks for.
export class Layers {
    readonly element: HTMLElement;
    private readonly heading = create("h2", {});
    private readonly note = create("p", { class: "hint" });
    private readonly rows = create("div", { class: "layer-rows" });
    private cells: { element: HTMLElement; canvas: HTMLCanvasElement | null }[][] = [];
    private words: DigitsWords | null = null;

    constructor() {
        this.element = create("section", { class: "panel layers", tabindex: 0 }, this.heading, this.note, this.rows);
    }

    speak(words: DigitsWords): void {
        this.words = words;
        this.heading.textContent = words.layers;
        this.element.setAttribute("aria-label", words.layers);
        this.note.textContent = words.layersNote;
        this.rows.querySelectorAll("h3").forEach((heading, i) => (heading.textContent = `${words.layer} ${i + 1}`));
    }

    build(layers: number[]): void {
        this.cells = layers.map((units, layer) =>
            Array.from({ length: units }, () => {
                const canvas = layer === 0 ? create("canvas", { width: side, height: side }) : null;
                const element = create("li", { class: "cell" }, canvas, create("span", { class: "level" }));
                return { element, canvas };
            }),
        );
        this.rows.replaceChildren(
            ...this.cells.map((cells, layer) =>
                create(
                    "div",
                    {},
                    create("h3", {}, `${this.words?.layer ?? ""} ${layer + 1}`),
                    create("ul", { class: "cells" }, ...cells.map((cell) => cell.element)),
                ),
            ),
        );
        this.element.hidden = layers.length === 0;
    }

    // What each unit of the first layer weighs the pixels with.
    showUnits({ units, bytes }: DigitsUnits): void {
        const all = bytesOf(bytes),
            colors = palette(0.95);
        if (this.cells[0]?.length !== units) return;
        this.cells[0].forEach(({ canvas }, unit) => canvas && drawMap(canvas, all, unit, side, colors));
    }

    showOutputs({ layers }: DigitsSeen): void {
        layers.forEach((outputs, layer) => {
            const most = Math.max(1e-9, ...outputs.map(Math.abs));
            outputs.forEach((output, unit) => {
                const cell = this.cells[layer]?.[unit];
                if (!cell) return;
                cell.element.style.setProperty("--level", String(Math.abs(output) / most));
                cell.element.classList.toggle("negative", output < 0);
                cell.element.title = output.toPrecision(3);
            });
        });
    }
}
