import type { ClaimVerdict, DerivationLine, TryAnswer } from "../engine/messages";
import { create } from "../page/dom";
import type { Words } from "../page/wording";
import { sentenceOf } from "./editor";
import { VerdictView } from "./verdict";

export type TryLine = (of: string, answer: string) => Promise<TryAnswer>;

// A field for one's own right side of a line, graded as it is typed.
export class OwnLine {
    readonly element: HTMLElement;
    private readonly field: HTMLInputElement;
    private readonly answer = create("div", { class: "answer", "aria-live": "polite" });
    private timer = 0;

    constructor(
        private readonly line: DerivationLine,
        private readonly words: Words,
        private readonly tryLine: TryLine,
        private readonly onRight: () => void = () => undefined,
    ) {
        const left = line.text.slice(0, line.text.indexOf(" = "));
        const id = `own-${left}-${Math.random().toString(36).slice(2, 8)}`;
        this.field = create("input", {
            id,
            type: "text",
            autocomplete: "off",
            autocapitalize: "off",
            spellcheck: "false",
            input: () => this.typed(),
        });
        this.element = create(
            "div",
            { class: "own" },
            create("label", { for: id }, `${words.yourLine}: ${left} =`),
            this.field,
            this.answer,
        );
    }

    private typed(): void {
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => void this.grade(), 350);
    }

    private async grade(): Promise<void> {
        const written = this.field.value.trim();
        if (!written) return this.answer.replaceChildren();
        const { verdict, problem } = await this.tryLine(this.line.of, written);
        if (written !== this.field.value.trim()) return;
        this.field.dataset["grade"] = verdict?.grade ?? "";
        this.answer.replaceChildren(
            verdict ? this.shown(verdict) : create("p", { class: "problem" }, problem ? sentenceOf(problem) : ""),
        );
        if (verdict?.grade === "right") this.onRight();
    }

    private shown(verdict: ClaimVerdict): HTMLElement {
        return new VerdictView(verdict, this.words).element;
    }
}
