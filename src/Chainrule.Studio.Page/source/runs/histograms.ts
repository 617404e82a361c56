import { create } from "../page/dom";
import type { Measured } from "../play/messages";
import type { WeightHistogram } from "./messages";
import type { RunsWords } from "./words";

const width = 164,
    height = 56;

// The distribution of each parameter's values, as bars from the least to the largest.
export function histograms(parameters: WeightHistogram[], words: RunsWords): HTMLElement {
    return create("div", { class: "histograms" }, ...parameters.map((parameter) => histogram(parameter, words)));
}

function shown(value: Measured): string {
    const number = Number(value);
    return Number.isFinite(number) ? String(Number(number.toPrecision(3))) : "–";
}

function histogram(parameter: WeightHistogram, words: RunsWords): HTMLElement {
    const most = Math.max(1, ...parameter.counts),
        wide = width / parameter.counts.length;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("role", "img");
    const told =
        `${words.mean} ${shown(parameter.mean)}, ${words.deviation} ${shown(parameter.deviation)}, ` +
        `${shown(parameter.least)} … ${shown(parameter.most)}`;
    const others = parameter.notFinite > 0 ? `${parameter.notFinite} ${words.notFinite}` : "";
    svg.setAttribute("aria-label", `${parameter.name}: ${told} ${others}`);
    parameter.counts.forEach((count, i) => {
        const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        const tall = (height * count) / most;
        for (const [name, value] of Object.entries({ x: i * wide, y: height - tall, width: wide - 0.6, height: tall }))
            bar.setAttribute(name, value.toFixed(2));
        svg.append(bar);
    });
    return create(
        "figure",
        {},
        create("figcaption", {}, create("b", {}, parameter.name), ` ${parameter.shape}`),
        svg,
        create(
            "p",
            { class: "ends", "aria-hidden": "true" },
            create("span", {}, shown(parameter.least)),
            create("span", {}, `${shown(parameter.mean)} ± ${shown(parameter.deviation)}`),
            create("span", {}, shown(parameter.most)),
        ),
        others ? create("p", { class: "problem" }, others) : null,
    );
}
