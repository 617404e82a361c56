import { create, fromHtml } from "../page/dom";
import { bytesOf } from "../page/bytes";
import { drawMap, palette } from "../play/colors";
import { side } from "./idx";
import type { DigitsSeen } from "./messages";
import { drawInk } from "./pictures";
import type { DigitsWords } from "./words";

// The probabilities of the classes, and the pixels for and against the one that is chosen.
export class Answer {
    readonly element: HTMLElement;
    private readonly heading = create("h2", {});
    private readonly said = create("p", { class: "digit-read", role: "status" });
    private readonly rows: { button: HTMLButtonElement; bar: HTMLElement; share: HTMLElement }[] = [];
    private readonly evidence = create("canvas", { class: "evidence", role: "img", width: side, height: side });
    private readonly ink = create("canvas", { class: "seen", "aria-hidden": "true", width: side, height: side });
    private readonly evidenceHeading = create("h3", {});
    private readonly evidenceNote = create("p", { class: "hint" });
    private readonly formula = create("div", { class: "formula", role: "group", tabindex: 0 });
    private words: DigitsWords | null = null;
    private last: { seen: DigitsSeen; pixels: Uint8Array; isChosen: boolean } | null = null;

    constructor(private readonly onChosen: (digit: number | null) => void) {
        for (let digit = 0; digit < 10; digit++) {
            const bar = create("span", { class: "bar-of" }),
                share = create("span", { class: "share" });
            const button = create(
                "button",
                { type: "button", class: "digit-row", "aria-pressed": "false", click: () => this.choose(digit) },
                create("b", {}, String(digit)),
                create("span", { class: "track", "aria-hidden": "true" }, bar),
                share,
            );
            this.rows.push({ button, bar, share });
        }
        this.element = create(
            "section",
            { class: "panel answer" },
            this.heading,
            this.said,
            create("div", { class: "digit-rows" }, ...this.rows.map((row) => row.button)),
            create(
                "div",
                { class: "evidence-part" },
                this.evidenceHeading,
                create("div", { class: "stacked" }, this.evidence, this.ink),
                this.evidenceNote,
            ),
            this.formula,
        );
    }

    speak(words: DigitsWords): void {
        this.words = words;
        this.heading.textContent = words.answer;
        this.evidenceNote.textContent = words.evidenceNote;
        this.formula.setAttribute("aria-label", words.formula);
        if (this.last) this.show(this.last.seen, this.last.pixels, false, this.last.isChosen);
        else this.evidenceHeading.textContent = words.evidenceOfNone;
        if (!this.last) this.said.textContent = words.nothingDrawn;
    }

    // The answer is said only when something was drawn, not at each step of the training.
    show(seen: DigitsSeen, pixels: Uint8Array, isNew: boolean, isChosen: boolean): void {
        this.last = { seen, pixels, isChosen };
        const isBlank = pixels.every((value) => value === 0);
        // Of nothing no digit is read, so that there is none to mark unless somebody has chosen one.
        const of = isBlank && !isChosen ? null : seen.of;
        seen.probabilities.forEach((probability, digit) => {
            const row = this.rows[digit]!;
            row.bar.style.width = `${isBlank ? 0 : 100 * probability}%`;
            row.share.textContent = isBlank ? "–" : `${(100 * probability).toFixed(1)} %`;
            row.button.classList.toggle("likeliest", !isBlank && digit === seen.answer);
            row.button.setAttribute("aria-pressed", String(digit === of));
        });
        const words = this.words!;
        const share = (100 * seen.probabilities[seen.answer]!).toFixed(1);
        const sentence = isBlank ? words.nothingDrawn : words.reads(seen.answer, share);
        if (isNew || this.said.textContent === "") this.said.textContent = sentence;
        const title = of === null ? words.evidenceOfNone : `${words.evidence} ${of}`;
        this.evidenceHeading.textContent = title;
        this.evidence.setAttribute("aria-label", title);
        const slopes = of === null ? new Uint8Array(side * side).fill(128) : bytesOf(seen.slopes);
        drawMap(this.evidence, slopes, 0, side, palette(0.9));
        drawInk(this.ink, pixels, getComputedStyle(this.ink).color);
    }

    explain(equation: string): void {
        this.formula.replaceChildren(fromHtml("div", {}, equation));
    }

    private choose(digit: number): void {
        const isChosen = this.rows[digit]!.button.getAttribute("aria-pressed") === "true";
        this.onChosen(isChosen ? null : digit);
    }
}
