import type { ElementAnswer, NumbersAnswer } from "../engine/messages";
import { create } from "../page/dom";
import { Latest } from "../page/latest";
import type { Words } from "../page/wording";
import type { Measured } from "../play/messages";

export interface NumberServices {
    numbers(of: string): Promise<NumbersAnswer>;
    element(of: string, at: number[]): Promise<ElementAnswer>;
}

const short = (value: Measured): string => {
    const number = Number(value);
    return Number.isFinite(number) ? String(Number(number.toPrecision(4))).replace("-", "−") : String(value);
};

// A gradient in numbers: its elements, and of the one that is pointed at the products and the sum that make it. The
// arrow keys move among them.
export class NumbersView {
    readonly element: HTMLElement;
    private readonly body = create("div", {});
    private readonly made = create("div", { class: "made", "aria-live": "polite" });
    private readonly asking = new Latest(40, () => this.ask());
    private cells: HTMLElement[] = [];
    private shape: number[] = [];
    private columns = 1;
    private chosen = -1;

    constructor(
        private readonly of: string,
        private readonly words: Words,
        private readonly services: NumberServices,
    ) {
        const details = create(
            "details",
            { class: "in-numbers", toggle: () => details.open && this.cells.length === 0 && void this.load() },
            create("summary", {}, words.inNumbers),
            this.body,
            this.made,
        );
        this.element = details;
    }

    private async load(): Promise<void> {
        const { words } = this;
        const answer = await this.services.numbers(this.of);
        [this.shape, this.columns] = [answer.shape, answer.columns];
        const rows = Array.from({ length: answer.rows }, (_, row) =>
            create(
                "div",
                { role: "row" },
                ...answer.values
                    .slice(row * answer.columns, (row + 1) * answer.columns)
                    .map((value, column) => this.cell(value, row * answer.columns + column)),
            ),
        );
        const isPart = answer.rows * answer.columns < answer.shape.reduce((all, length) => all * length, 1);
        const part = isPart ? ` (${words.ofShape} ${answer.shape.join(" × ")})` : "";
        const grid = create(
            "div",
            {
                class: "values",
                role: "grid",
                "aria-label": answer.left,
                keydown: (event) => this.moved(event as KeyboardEvent),
            },
            ...rows,
        );
        this.body.replaceChildren(
            create("p", {}, `${words.example}${answer.sizes ? `, ${answer.sizes}` : ""}: ${answer.left}${part}`),
            grid,
        );
        this.made.replaceChildren(create("p", {}, words.pointAt));
    }

    private cell(value: Measured, index: number): HTMLElement {
        const cell = create(
            "div",
            {
                role: "gridcell",
                tabindex: index === 0 ? 0 : -1,
                pointerenter: () => this.choose(index),
                focus: () => this.choose(index),
            },
            short(value),
        );
        this.cells[index] = cell;
        return cell;
    }

    private choose(index: number): void {
        if (index === this.chosen) return;
        this.cells.forEach((cell, at) => {
            cell.classList.toggle("chosen", at === index);
            cell.tabIndex = at === index ? 0 : -1;
        });
        this.chosen = index;
        this.asking.soon();
    }

    private moved(event: KeyboardEvent): void {
        const { columns, chosen } = this;
        const column = chosen % columns;
        const next =
            event.key === "ArrowRight" && column < columns - 1 ? chosen + 1
            : event.key === "ArrowLeft" && column > 0 ? chosen - 1
            : event.key === "ArrowDown" ? chosen + columns
            : event.key === "ArrowUp" ? chosen - columns
            : -1;
        const cell = this.cells[next];
        if (!cell) return;
        event.preventDefault();
        cell.focus();
    }

    private async ask(): Promise<void> {
        const index = this.chosen;
        const place = [Math.floor(index / this.columns), index % this.columns];
        const rank = this.shape.length;
        const at = rank === 0 ? [] : rank === 1 ? [index] : [...Array<number>(rank - 2).fill(0), ...place];
        const answer = await this.services.element(this.of, at);
        if (index === this.chosen) this.show(answer);
    }

    private show({ left, value, terms, others, ofOthers }: ElementAnswer): void {
        const { words } = this;
        const row = (formula: string, numbers: string, one: Measured, kind = "term") =>
            create(
                "tr",
                { class: kind },
                create("td", {}, formula),
                create("td", {}, numbers === short(one) ? "" : numbers),
                create("td", {}, short(one)),
            );
        this.made.replaceChildren(
            create(
                "table",
                {},
                create("caption", {}, `${left} = `, create("b", {}, short(value))),
                create(
                    "tbody",
                    {},
                    ...terms.map((term) => row(term.formula, term.numbers, term.value)),
                    ...(others > 0 ? [row(`${others} ${words.more}`, "", ofOthers)] : []),
                    ...(terms.length + others > 1 ? [row("Σ", "", value, "sum")] : []),
                ),
            ),
            create("p", {}, words.rounded),
        );
    }
}
