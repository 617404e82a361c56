import { create } from "../page/dom";
import { columnList } from "./columnList";
import type { TableAnswer, TableRequest } from "./messages";
import { inWordsOfThePage } from "./remedies";
import type { TableWords } from "./words";

// What the table was understood as, in the sentences of a training with the tool, and its columns.
export class Understanding {
    private readonly name = create("h3", { class: "file-name" });
    private readonly lines = create("ul", { class: "sentences" });
    private readonly columns = create("div", { class: "scrolling", tabindex: 0, role: "region" });
    readonly element = create("div", { class: "understanding" }, this.name, this.lines, this.columns);
    private words: TableWords | null = null;
    private shown: { answer: TableAnswer; reading: TableRequest } | null = null;

    constructor(private readonly onChange: (changes: Partial<TableRequest>) => void) {}

    speak(words: TableWords): void {
        this.words = words;
        this.columns.setAttribute("aria-label", words.columns);
        this.lines.setAttribute("aria-label", words.understood);
        if (this.shown) this.show(this.shown.answer, this.shown.reading);
    }

    show(answer: TableAnswer, reading: TableRequest): void {
        this.shown = { answer, reading };
        const { words } = this;
        if (!words) return;
        this.name.textContent = answer.name;
        this.lines.replaceChildren(
            ...answer.lines.map((line) => {
                const [head = "", ...rest] = inWordsOfThePage(line, words).split(": ");
                return create("li", {}, create("b", {}, head), ` ${rest.join(": ")}`);
            }),
        );
        this.columns.replaceChildren(columnList(answer, reading, words, this.onChange));
    }
}
