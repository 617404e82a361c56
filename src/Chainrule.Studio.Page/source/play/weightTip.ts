import { create, fromHtml } from "../page/dom";
import type { PlayParameter } from "./messages";

export interface Weight {
    parameter: string;
    row: number;
    column: number;
    layer: number;
}

export interface TipWords {
    weight: string;
    gradient: string;
    nextStep: string;
}

// What a weight is, its gradient by the derived line, and with plain gradient descent its next step in numbers.
export class WeightTip {
    private readonly element = create("div", { class: "tip weight", role: "tooltip", hidden: true });
    private current: Weight | null = null;
    private parameters = new Map<string, PlayParameter>();

    constructor(
        private readonly lineOf: (parameter: string) => string | null,
        private readonly rate: () => number | null,
        private readonly words: () => TipWords,
    ) {
        document.body.append(this.element);
    }

    show(weight: Weight, at: Element): void {
        this.current = weight;
        this.draw();
        this.element.hidden = false;
        const box = at.getBoundingClientRect(),
            own = this.element.getBoundingClientRect();
        const left = box.left + box.width / 2 - own.width / 2;
        this.element.style.left = `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`;
        this.element.style.top = `${Math.max(8, Math.min(box.top, box.bottom) + box.height / 2 - own.height - 14)}px`;
    }

    hide(): void {
        this.current = null;
        this.element.hidden = true;
    }

    update(parameters: Map<string, PlayParameter>): void {
        this.parameters = parameters;
        if (this.current) this.draw();
    }

    private draw(): void {
        const weight = this.current,
            parameter = weight && this.parameters.get(weight.parameter);
        if (!weight || !parameter) return;
        const at = weight.row * (parameter.shape[1] ?? 1) + weight.column,
            words = this.words();
        const value = parameter.values[at] ?? 0,
            gradient = Number(parameter.gradients[at] ?? 0),
            rate = this.rate();
        const name = `${weight.parameter}[${weight.row},${weight.column}]`,
            line = this.lineOf(weight.parameter);
        const subtracted = gradient < 0 ? `(${short(gradient)})` : short(gradient);
        const next =
            rate === null
                ? null
                : `${short(value)} − ${short(rate)} · ${subtracted} = ${short(value - rate * gradient)}`;
        this.element.replaceChildren(
            create("b", {}, `${name} = ${short(value)}`),
            create("span", {}, `${words.gradient} dloss/d${name} = ${short(gradient)}`),
            ...(line ? [fromHtml("div", {}, line)] : []),
            ...(next ? [create("span", {}, `${words.nextStep} ${name} ← ${next}`)] : []),
        );
    }
}

function short(value: number): string {
    return String(Number(value.toPrecision(4))).replace("-", "−");
}
