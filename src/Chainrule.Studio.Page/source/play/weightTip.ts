import { create, fromHtml } from "../page/dom";
import { Latest } from "../page/latest";
import type { PlayParameter, WeightAnswer } from "./messages";
import { stepOf } from "./optimizerStep";

export interface Weight {
    parameter: string;
    row: number;
    column: number;
    layer: number;
}

export interface TipWords {
    gradient: string;
    nextStep: string;
    moreTerms: string;
}

// How often it changes while the network learns, in milliseconds.
const pace = 500;

// What a weight is, its gradient by the derived line and in numbers, and its next step, by the optimizer's formula.
export class WeightTip {
    private readonly element = create("div", { class: "tip weight", role: "tooltip", hidden: true });
    private readonly asking = new Latest(0, () => this.ask());
    private current: Weight | null = null;
    private place: Element | null = null;
    private asked = 0;
    private timer = 0;
    private parameters = new Map<string, PlayParameter>();

    constructor(
        private readonly lineOf: (parameter: string) => string | null,
        private readonly optimizer: () => string,
        private readonly next: (parameter: string, index: number) => Promise<WeightAnswer>,
        private readonly words: () => TipWords,
    ) {
        document.body.append(this.element);
    }

    // What is reached by keyboard is read out, too.
    show(weight: Weight, at: Element, isRead = false): void {
        [this.current, this.place] = [weight, at];
        this.element.setAttribute("aria-live", isRead ? "polite" : "off");
        this.draw(null);
        this.element.hidden = false;
        this.move();
        this.asking.now();
    }

    get isShown(): boolean {
        return !this.element.hidden;
    }

    hide(): void {
        this.current = null;
        this.element.hidden = true;
    }

    update(parameters: Map<string, PlayParameter>): void {
        this.parameters = parameters;
        if (!this.current || this.timer !== 0) return;
        // The last change is told, too, once it is due.
        const due = Math.max(0, this.asked + pace - performance.now());
        this.timer = window.setTimeout(() => {
            this.timer = 0;
            this.asking.now();
        }, due);
    }

    private async ask(): Promise<void> {
        const weight = this.current,
            parameter = weight && this.parameters.get(weight.parameter);
        if (!weight || !parameter) return;
        this.asked = performance.now();
        const answer = await this.next(weight.parameter, indexIn(parameter, weight)).catch(() => null);
        // It may have been started anew meanwhile.
        if (weight === this.current && answer) this.draw(answer);
    }

    private draw(answer: WeightAnswer | null): void {
        const weight = this.current,
            parameter = weight && this.parameters.get(weight.parameter);
        if (!weight || !parameter) return;
        const at = indexIn(parameter, weight),
            words = this.words(),
            line = this.lineOf(weight.parameter);
        const name = `${weight.parameter}[${parameter.shape.length > 1 ? `${weight.row},` : ""}${weight.column}]`;
        const steps = answer ? stepOf(this.optimizer(), name, answer) : [];
        this.element.dataset["step"] = answer ? String(answer.step) : "";
        this.element.replaceChildren(
            create("b", {}, `${name} = ${short(answer ? answer.value : (parameter.values[at] ?? 0))}`),
            ...(line ? [fromHtml("div", {}, line)] : []),
            create("span", {}, this.gradientOf(name, answer, Number(parameter.gradients[at] ?? 0))),
            ...steps.slice(0, -1).map((step) => create("span", {}, step)),
            ...steps.slice(-1).map((step) => create("span", {}, `${words.nextStep} ${step}`)),
        );
        this.move();
    }

    private gradientOf(name: string, answer: WeightAnswer | null, known: number): string {
        const words = this.words(),
            left = `${words.gradient} dloss/d${name} = `;
        if (!answer) return left + short(known);
        const terms = answer.terms.map((term) => term.numbers);
        if (answer.others > 0) terms.push(`${short(answer.ofOthers)} (${answer.others} ${words.moreTerms})`);
        return left + (terms.length > 1 ? `${terms.join(" + ")} = ` : "") + short(answer.gradient);
    }

    private move(): void {
        if (!this.place) return;
        const box = this.place.getBoundingClientRect(),
            own = this.element.getBoundingClientRect();
        const left = box.left + box.width / 2 - own.width / 2;
        this.element.style.left = `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`;
        this.element.style.top = `${Math.max(8, Math.min(box.top, box.bottom) + box.height / 2 - own.height - 14)}px`;
    }
}

const indexIn = (parameter: PlayParameter, weight: Weight): number =>
    weight.row * (parameter.shape[1] ?? 1) + weight.column;

export function short(value: number | string): string {
    const number = Number(value);
    return Number.isFinite(number) ? String(Number(number.toPrecision(4))).replaceAll("-", "−") : String(value);
}
