import { create } from "../page/dom";
import { bytesOf } from "../page/bytes";
import { drawMap, labelColor, onTheme, palette } from "./colors";
import type { PlayParameter, PlayState } from "./messages";
import { type Weight, WeightTip } from "./weightTip";

const svgSpace = "http://www.w3.org/2000/svg";

// The network: a map for each unit, and a line for each weight, as thick as the weight is large.
export class NetworkView {
    readonly element = create("div", { class: "network" });
    private readonly lines = document.createElementNS(svgSpace, "svg");
    private readonly columns = create("div", { class: "columns" });
    private units: HTMLElement[][] = [];
    private weights: { line: SVGLineElement; hit: SVGLineElement; weight: Weight }[] = [];
    // Where each weight and each bias is shown, in the order of the arrow keys.
    private places: { weight: Weight; at: Element }[] = [];
    private chosen = 0;
    private shown: [PlayState, number] | null = null;
    private layers: number[] = [];

    constructor(
        private readonly tip: WeightTip,
        private readonly resize: (layer: number, units: number) => void,
    ) {
        this.lines.setAttribute("aria-hidden", "true");
        this.element.append(this.lines, this.columns);
        this.element.tabIndex = 0;
        this.element.setAttribute("role", "group");
        this.element.addEventListener("keydown", (event) => this.pressed(event));
        this.element.addEventListener("focusout", () => this.tip.hide());
        new ResizeObserver(() => this.place()).observe(this.element);
        onTheme(() => this.shown && this.show(...this.shown));
    }

    name(label: string): void {
        this.element.setAttribute("aria-label", label);
    }

    // Builds the columns: the inputs, the layers and the answer.
    build(
        layers: number[],
        labels: { inputs: string[]; output: string; units: string; more: string; fewer: string },
    ): void {
        this.layers = layers;
        const column = (names: string[], foot: HTMLElement | null) => {
            const units = names.map((name) =>
                create(
                    "div",
                    { class: "unit", title: name },
                    name.startsWith("h") ? create("canvas", { "aria-hidden": "true" }) : create("span", {}, name),
                ),
            );
            this.units.push(units);
            return create("div", { class: "column" }, create("div", { class: "stack" }, ...units), foot);
        };
        this.units = [];
        this.columns.replaceChildren(
            column(labels.inputs, null),
            ...layers.map((count, layer) =>
                column(
                    Array.from({ length: count }, (_, unit) => `h${layer + 1}[${unit}]`),
                    create(
                        "div",
                        { class: "stepper" },
                        create(
                            "button",
                            {
                                type: "button",
                                "aria-label": `${labels.fewer} ${layer + 1}`,
                                click: () => this.resize(layer, count - 1),
                            },
                            "−",
                        ),
                        create("span", { title: labels.units }, String(count)),
                        create(
                            "button",
                            {
                                type: "button",
                                "aria-label": `${labels.more} ${layer + 1}`,
                                click: () => this.resize(layer, count + 1),
                            },
                            "+",
                        ),
                    ),
                ),
            ),
            column([labels.output], null),
        );
        this.connect();
    }

    show(state: PlayState, cells: number): void {
        this.shown = [state, cells];
        const colors = palette(0.85);
        this.layers.forEach((count, layer) => {
            const map = state.maps.find((one) => one.name === `h${layer + 1}`);
            if (!map) return;
            const bytes = bytesOf(map.bytes);
            for (let unit = 0; unit < count; unit++) {
                const canvas = this.units[layer + 1]?.[unit]?.querySelector("canvas");
                if (canvas) drawMap(canvas, bytes, unit, cells, colors);
            }
        });
        const parameters = new Map(state.parameters.map((one) => [one.name, one]));
        for (const one of this.weights) this.draw(one, parameters.get(one.weight.parameter));
        this.tip.update(parameters);
    }

    private connect(): void {
        this.lines.replaceChildren();
        this.weights = [];
        this.places = [];
        this.chosen = 0;
        this.tip.hide();
        this.units.slice(1).forEach((units, layer) => {
            this.units[layer]?.forEach((_, from) =>
                units.forEach((_, to) => {
                    const line = document.createElementNS(svgSpace, "line");
                    // Thin lines are hard to point at: a wide one that is not seen lies over each.
                    const hit = document.createElementNS(svgSpace, "line");
                    const weight = { parameter: `W${layer + 1}`, row: from, column: to, layer };
                    hit.setAttribute("class", "hit");
                    this.tell(weight, hit, line);
                    this.lines.append(line, hit);
                    this.weights.push({ line, hit, weight });
                }),
            );
            units.forEach((unit, column) => this.tell({ parameter: `b${layer + 1}`, row: 0, column, layer }, unit, unit));
        });
        this.place();
    }

    private tell(weight: Weight, pointed: Element, at: Element): void {
        pointed.addEventListener("pointerenter", () => this.tip.show(weight, at));
        pointed.addEventListener("pointerleave", () => this.tip.hide());
        this.places.push({ weight, at });
    }

    private pressed(event: KeyboardEvent): void {
        if (event.target !== this.element) return;
        const isShown = this.tip.isShown,
            step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (event.key === "Escape") this.tip.hide();
        if (step === undefined || this.places.length === 0) return;
        event.preventDefault();
        const count = this.places.length;
        if (isShown) this.chosen = (this.chosen + step + count) % count;
        const { weight, at } = this.places[this.chosen]!;
        this.tip.show(weight, at, true);
    }

    private place(): void {
        const box = this.columns.getBoundingClientRect();
        this.lines.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
        this.lines.style.width = `${box.width}px`;
        this.lines.style.height = `${box.height}px`;
        for (const { line, hit, weight } of this.weights) {
            const from = this.units[weight.layer]?.[weight.row]?.getBoundingClientRect();
            const to = this.units[weight.layer + 1]?.[weight.column]?.getBoundingClientRect();
            if (!from || !to) continue;
            for (const one of [line, hit]) {
                one.setAttribute("x1", String(from.right - box.left));
                one.setAttribute("y1", String(from.top + from.height / 2 - box.top));
                one.setAttribute("x2", String(to.left - box.left));
                one.setAttribute("y2", String(to.top + to.height / 2 - box.top));
            }
        }
    }

    private draw(
        { line, weight }: { line: SVGLineElement; weight: Weight },
        parameter: PlayParameter | undefined,
    ): void {
        const value = parameter?.values[weight.row * (parameter.shape[1] ?? 1) + weight.column] ?? 0;
        line.setAttribute("stroke", labelColor(value > 0 ? 1 : 0));
        line.setAttribute("stroke-width", String(Math.min(0.6 + 1.6 * Math.abs(value), 8)));
        line.setAttribute("stroke-opacity", String(Math.min(0.25 + Math.abs(value) / 2, 0.9)));
    }
}
