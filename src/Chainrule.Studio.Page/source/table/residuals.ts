import type { Judgement } from "./messages";
import { shown } from "./numbers";
import type { TableWords } from "./words";

const size = 240,
    margin = 30;

// A point for each row: what is true across, what is predicted up. On the line both are the same.
export class Residuals {
    readonly element = document.createElementNS("http://www.w3.org/2000/svg", "svg");

    constructor() {
        this.element.setAttribute("viewBox", `0 0 ${size} ${size}`);
        this.element.setAttribute("class", "residuals");
        this.element.setAttribute("role", "img");
    }

    show({ truth, predicted }: Judgement, words: TableWords): void {
        const pairs = truth.map((value, i) => [value, Number(predicted[i])] as const);
        const all = pairs.flat().filter(Number.isFinite),
            low = Math.min(...all),
            high = Math.max(...all),
            range = high - low || 1;
        const place = (value: number) => margin + ((value - low) / range) * (size - 2 * margin);
        const across = (value: number) => place(value).toFixed(1),
            up = (value: number) => (size - place(value)).toFixed(1);
        this.element.setAttribute("aria-label", `${words.residuals}: ${pairs.length}`);
        this.element.replaceChildren(
            part("path", { class: "frame", d: `M${margin} ${margin}V${size - margin}H${size - margin}` }),
            part("path", { class: "same", d: `M${across(low)} ${up(low)}L${across(high)} ${up(high)}` }),
            ...pairs
                .filter((pair) => pair.every(Number.isFinite))
                .map(([x, y]) => part("circle", { cx: across(x), cy: up(y), r: "2.6" })),
            text(words.truth, size / 2, size - 6, "middle"),
            text(words.predicted, 6, margin - 10, "start"),
            text(shown(low), margin, size - margin + 13, "start"),
            text(shown(high), size - margin, size - margin + 13, "end"),
        );
    }
}

function part(name: string, attributes: Record<string, string>): SVGElement {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
}

function text(words: string, x: number, y: number, anchor: string): SVGElement {
    const element = part("text", { x: String(x), y: String(y), "text-anchor": anchor });
    element.textContent = words;
    return element;
}
