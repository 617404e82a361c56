import type { CostDerivation, DeriveAnswer, DeriveQuestion, GradeAnswer, Questions } from "../engine/messages";
import { create, fromHtml } from "../page/dom";
import { Tabs } from "../page/tabs";
import { wordsOf, type Words } from "../page/wording";
import { ClaimList } from "./claimList";
import { CodeView } from "./codeView";
import { Drawing } from "./drawing";
import { Factors } from "./factors";
import { LineList } from "./lineList";
import type { RowServices } from "./lineRow";

type DeriveQuestions = "steps" | "try" | "numbers" | "element" | "export";

export interface ResultServices {
    ask<Q extends DeriveQuestions>(question: Q, more: Partial<DeriveQuestion>): Promise<Questions[Q][1]>;
    goTo(line: number): void;
    mark(line: number | null): void;
}

const graphTab = 1,
    codeTab = 2;

// What the engine answers: the derivation line by line, the graph, the code.
export class Results {
    readonly element: HTMLElement;
    private readonly tabs: Tabs;
    private readonly claims: ClaimList;
    private readonly drawing = new Drawing();
    private readonly code: CodeView;
    private readonly functions = new LineList("functions");
    private readonly forward = new LineList("forward");
    private readonly backward = new LineList("backward");
    private readonly whole = create("section", { class: "whole" });
    private readonly notes = create("div", { class: "notes" });
    private readonly costs = create("select", { hidden: true, change: () => this.chooseCost() });
    private readonly quizLabel = create("span", {});
    private readonly quiz = create("input", { type: "checkbox", change: () => this.draw() });
    private readonly quizToggle = create("label", { class: "toggle" }, this.quiz, this.quizLabel);
    private readonly empty = create("p", { class: "empty" });
    private words: Words = wordsOf("en");
    private answer: DeriveAnswer | null = null;
    private chosen = 0;
    private text = "";

    constructor(private readonly services: ResultServices) {
        this.claims = new ClaimList((line) => services.goTo(line));
        this.code = new CodeView(async (format) => (await services.ask("export", this.ofCost({ format }))).text);
        const derivation = create(
            "div",
            { class: "derivation" },
            this.empty,
            this.claims.element,
            this.functions.element,
            this.forward.element,
            this.backward.element,
            this.whole,
            this.notes,
        );
        this.tabs = new Tabs("derive", [derivation, this.drawing.element, this.code.element], () => this.tabChosen());
        this.element = create(
            "section",
            { class: "pane results" },
            create("div", { class: "heading" }, this.tabs.bar, this.costs, this.quizToggle),
            derivation,
            this.drawing.element,
            this.code.element,
        );
        new Factors(
            derivation,
            () => this.shown,
            () => this.words,
            {
                enter: (of) => this.mark(of),
                leave: () => this.mark(null),
            },
        );
    }

    speak(words: Words): void {
        this.words = words;
        this.tabs.label(words.derivation, words.derivation, words.graph, words.code);
        this.quizLabel.textContent = words.quiz;
        this.quizToggle.title = words.quizAbout;
        this.costs.setAttribute("aria-label", words.cost);
        this.code.translate(words);
        for (const list of [this.functions, this.forward, this.backward]) list.forget();
        this.draw();
    }

    wait(isWaiting: boolean): void {
        this.element.classList.toggle("waiting", isWaiting);
        this.element.setAttribute("aria-busy", String(isWaiting));
        if (!this.answer) this.empty.textContent = isWaiting ? this.words.loading : this.words.noCost;
    }

    // Where an error stands in the way, the last derivation stays, faded.
    show(answer: DeriveAnswer, text: string): void {
        const failed = answer.costs.length === 0,
            isEmpty = text.trim() === "";
        this.element.classList.toggle("stale", failed && !isEmpty);
        if (failed && !isEmpty && this.shown) return;
        this.answer = answer;
        this.text = text;
        this.chosen = Math.min(this.chosen, Math.max(answer.costs.length - 1, 0));
        this.draw();
    }

    showClaims(graded: GradeAnswer): void {
        this.claims.show(graded, this.words);
    }

    private get shown(): CostDerivation | null {
        return this.answer?.costs[this.chosen] ?? null;
    }

    private ofCost(more: Partial<DeriveQuestion>): Partial<DeriveQuestion> {
        return this.shown ? { ...more, cost: this.shown.cost } : more;
    }

    private chooseCost(): void {
        this.chosen = this.costs.selectedIndex;
        this.draw();
    }

    private tabChosen(): void {
        if (this.tabs?.selected === codeTab && this.shown) void this.code.refresh();
        if (this.tabs?.selected === graphTab && this.shown) void this.drawGraph(this.shown);
    }

    // Of the program that is shown, which is another one than the editor's while that has errors.
    private async drawGraph(shown: CostDerivation): Promise<void> {
        const { text: svg } = await this.services.ask("export", this.ofCost({ format: "svg", text: this.text }));
        if (shown !== this.shown) return;
        this.drawing.show(svg);
        this.drawing.name(this.words.graph);
    }

    private draw(): void {
        const { shown, words } = this;
        this.empty.hidden = shown !== null;
        this.empty.textContent = this.answer ? words.empty : words.loading;
        this.costs.hidden = (this.answer?.costs.length ?? 0) < 2;
        this.costs.replaceChildren(...(this.answer?.costs ?? []).map((one) => create("option", {}, one.cost)));
        this.costs.selectedIndex = this.chosen;
        const services = this.rowServices();
        this.functions.show(words.functions, shown?.functions ?? [], services);
        this.forward.show(words.forward, shown?.forward ?? [], services);
        this.backward.show(words.backward, shown?.backward ?? [], services, this.quiz.checked);
        this.whole.hidden = this.quiz.checked || (shown?.whole.length ?? 0) === 0;
        this.whole.replaceChildren(
            create("h3", {}, words.whole),
            create(
                "ul",
                { class: "lines" },
                ...(shown?.whole ?? []).map((one) =>
                    create("li", { class: "line" }, fromHtml("div", { class: "equation" }, one.equation)),
                ),
            ),
        );
        this.notes.replaceChildren(...(shown?.notes ?? []).map((note) => fromHtml("p", {}, note)));
        this.drawing.name(words.graph);
        this.tabChosen();
    }

    private rowServices(): RowServices {
        return {
            words: this.words,
            steps: async (of) => (await this.services.ask("steps", this.ofCost({ of }))).steps,
            numbers: (of) => this.services.ask("numbers", this.ofCost({ of })),
            element: (of, at) => this.services.ask("element", this.ofCost({ of, at })),
            try: (of, answer) => this.services.ask("try", this.ofCost({ of, answer })),
        };
    }

    // A value that is hovered shows where it is defined.
    private mark(of: string | null): void {
        for (const row of this.element.querySelectorAll<HTMLElement>(".lines-forward .line"))
            row.classList.toggle("marked", of !== null && row.dataset["of"] === of);
        this.drawing.mark(of);
        this.services.mark(this.shown?.forward.find((one) => one.of === of)?.line ?? null);
    }
}
