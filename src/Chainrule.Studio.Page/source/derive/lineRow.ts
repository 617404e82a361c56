import type { DerivationLine } from "../engine/messages";
import { create, fromHtml, icon, icons } from "../page/dom";
import type { Words } from "../page/wording";
import { type NumberServices, NumbersView } from "./numbersView";
import { OwnLine, type TryLine } from "./ownLine";

export interface RowServices extends NumberServices {
    words: Words;
    steps(of: string): Promise<string[]>;
    try: TryLine;
}

// A line of the derivation: its equation and shapes, and behind a click its reason and steps.
export class LineRow {
    readonly element = create("li", { class: "line" });
    private readonly body = create("div", { class: "unfolded", hidden: true });
    private shown = "";
    private isOpen = false;

    constructor(
        private readonly section: string,
        public line: DerivationLine,
        private readonly services: RowServices,
    ) {
        this.show(line);
    }

    // Draws the line anew only where it changed, so that nothing jumps while somebody types.
    show(line: DerivationLine): void {
        const content = JSON.stringify(line);
        this.line = line;
        if (content === this.shown) return;
        this.shown = content;
        this.element.dataset["of"] = line.of;
        const foldable = line.reason.length > 0;
        const head = create(
            "div",
            { class: "head", click: (event) => this.clicked(event as MouseEvent) },
            fromHtml("div", { class: "equation" }, line.equation),
            create("span", { class: "shapes" }, line.shapes),
            foldable ? this.unfoldButton() : null,
        );
        this.element.classList.toggle("foldable", foldable);
        this.element.replaceChildren(head, this.body);
        if (this.isOpen) void this.fill();
    }

    private unfoldButton(): HTMLButtonElement {
        const id = `why-${this.section}-${this.line.of}`;
        this.body.id = id;
        return create(
            "button",
            {
                class: "unfold",
                type: "button",
                "aria-expanded": String(this.isOpen),
                "aria-controls": id,
                "aria-label": `${this.services.words.why_unfold}: ${this.line.text}`,
                click: () => this.toggle(),
            },
            icon(icons.unfold),
        );
    }

    private clicked(event: MouseEvent): void {
        if (event.target instanceof Element && event.target.closest("button, input")) return;
        if (getSelection()?.toString()) return;
        if (this.line.reason.length > 0) this.toggle();
    }

    private toggle(): void {
        this.isOpen = !this.isOpen;
        this.body.hidden = !this.isOpen;
        this.element.classList.toggle("open", this.isOpen);
        this.element.querySelector(".unfold")?.setAttribute("aria-expanded", String(this.isOpen));
        if (this.isOpen) void this.fill();
    }

    private async fill(): Promise<void> {
        const { words } = this.services;
        const of = this.line.of;
        const steps = create("div", { class: "steps" });
        const own = new OwnLine(this.line, words, this.services.try);
        const numbers = new NumbersView(of, words, this.services);
        this.body.replaceChildren(
            ...this.line.reason.map((reason) => fromHtml("p", {}, reason)),
            steps,
            numbers.element,
            own.element,
        );
        const lines = await this.services.steps(of);
        if (of !== this.line.of || lines.length < 2) return;
        steps.replaceChildren(
            create("h4", {}, words.stepByStep),
            create("ol", {}, ...lines.map((line) => create("li", {}, line))),
        );
    }
}
