import { create } from "../page/dom";
import { Curves } from "../play/curves";
import { History } from "../play/history";
import type { DigitsCounts, DigitsState } from "./messages";
import type { DigitsWords } from "./words";

export interface ProgressActions {
    open(files: File[]): void;
    useShipped(): void;
    download(): void;
}

// How far the training is, what it learns from, and the model to take away.
export class Progress {
    readonly element: HTMLElement;
    private readonly heading = create("h2", {});
    private readonly labels = ["accuracy", "loss", "speed"].map(() => create("dt", {}));
    private readonly values = ["accuracy", "loss", "speed"].map(() => create("dd", {}, "–"));
    private readonly curves = new Curves();
    private readonly data = create("p", { class: "hint" });
    private readonly honest = create("p", { class: "hint" });
    private readonly file = create("input", {
        type: "file",
        id: "digit-files",
        multiple: true,
        change: () => this.actions.open([...(this.file.files ?? [])]),
    });
    private readonly fileLabel = create("label", { for: "digit-files", class: "button" });
    private readonly shipped = create("button", { type: "button", click: () => this.actions.useShipped() });
    private readonly save = create("button", { type: "button", click: () => this.actions.download() });
    private history = new History(1);
    private words: DigitsWords | null = null;
    private counts: DigitsCounts = { train: 0, held: 0 };
    private isShipped = true;
    private speed = 0;

    constructor(private readonly actions: ProgressActions) {
        const numbers = this.labels.map((label, i) => create("div", {}, label, this.values[i]!));
        this.element = create(
            "section",
            { class: "panel progress" },
            this.heading,
            create("dl", { class: "numbers" }, ...numbers),
            this.curves.element,
            this.data,
            create("div", { class: "files" }, this.file, this.fileLabel, this.shipped, this.save),
            this.honest,
        );
        this.shipped.hidden = true;
        this.element.addEventListener("dragover", (event) => event.preventDefault());
        this.element.addEventListener("drop", (event) => {
            event.preventDefault();
            this.actions.open([...(event.dataTransfer?.files ?? [])]);
        });
    }

    speak(words: DigitsWords): void {
        this.words = words;
        this.heading.textContent = words.training;
        [words.accuracy, words.loss, words.speed].forEach((word, i) => (this.labels[i]!.textContent = word));
        this.curves.element.setAttribute("aria-label", words.curve);
        this.fileLabel.textContent = words.open;
        this.shipped.textContent = words.useShipped;
        this.save.textContent = words.download;
        this.honest.textContent = words.honest;
        this.showData(this.counts, this.isShipped);
    }

    showData(counts: DigitsCounts, isShipped: boolean): void {
        [this.counts, this.isShipped] = [counts, isShipped];
        this.shipped.hidden = isShipped;
        this.honest.hidden = !isShipped;
        this.data.textContent = counts.train > 0 ? (this.words?.counts(counts.train, counts.held) ?? "") : "";
    }

    begin(): void {
        this.history = new History(1);
        this.curves.show([]);
        this.values.forEach((value) => (value.textContent = "–"));
    }

    show(state: DigitsState): void {
        for (const loss of state.losses) this.history.add(loss);
        const losses = this.history.column(0);
        if (state.losses.length > 0) this.curves.show([{ values: losses, variable: "--accent" }]);
        if (state.accuracy !== null) this.values[0]!.textContent = `${(100 * state.accuracy).toFixed(1)} %`;
        const last = state.losses.at(-1);
        if (last !== undefined) this.values[1]!.textContent = last.toPrecision(3);
        if (state.perSecond > 0) {
            this.speed = this.speed === 0 ? state.perSecond : 0.9 * this.speed + 0.1 * state.perSecond;
            this.values[2]!.textContent = String(Math.round(this.speed));
        }
    }
}
