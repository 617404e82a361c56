import type { ClaimVerdict } from "../engine/messages";
import { create, icon, icons } from "../page/dom";
import type { Words } from "../page/wording";

// A verdict with its hints: first what is wrong, then why the right line holds, then the line, one at a time.
export class VerdictView {
    readonly element = create("div", { class: "verdict" });
    private shown = 0;

    constructor(
        private readonly verdict: ClaimVerdict,
        private readonly words: Words,
    ) {
        this.element.dataset["grade"] = verdict.grade;
        this.draw();
    }

    private draw(): void {
        const { hints, sentence } = this.verdict;
        const next = [this.words.hint, this.words.why, this.words.showLine][this.shown];
        this.element.replaceChildren(
            create("p", { class: "grade-word" }, icon(signOf(this.verdict.grade)), this.word()),
            ...(sentence && sentence !== this.words.right ? [create("p", {}, sentence)] : []),
            ...hints.slice(0, this.shown).map((hint) => create("p", { class: "hint" }, hint)),
            ...(this.shown < hints.length && next
                ? [create("button", { type: "button", class: "quiet", click: () => this.more() }, next)]
                : []),
        );
    }

    private more(): void {
        this.shown++;
        this.draw();
        this.element.querySelector("button")?.focus();
    }

    private word(): string {
        const { right, wrong, undecided } = this.words;
        return this.verdict.grade === "right" ? right : this.verdict.grade === "undecided" ? undecided : wrong;
    }
}

export function signOf(grade: ClaimVerdict["grade"]): string {
    return grade === "right" ? icons.right : grade === "undecided" ? icons.undecided : icons.wrong;
}
