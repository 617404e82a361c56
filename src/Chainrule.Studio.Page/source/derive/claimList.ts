import type { GradeAnswer } from "../engine/messages";
import { create } from "../page/dom";
import type { Words } from "../page/wording";
import { VerdictView } from "./verdict";

// The claims of the program with their verdicts; those that are right are folded away.
export class ClaimList {
    readonly element: HTMLElement;
    private readonly heading = create("h3", {});
    private readonly count = create("span", { class: "count" });
    private readonly open = create("ul", { class: "claims" });
    private readonly right = create("ul", { class: "claims" });
    private readonly rightCount = create("summary", {});
    private readonly folded = create("details", {}, this.rightCount, this.right);
    private items = new Map<string, HTMLElement>();

    constructor(private readonly goTo: (line: number) => void) {
        this.element = create(
            "section",
            { class: "claim-list", hidden: true },
            create("div", { class: "heading" }, this.heading, this.count),
            this.open,
            this.folded,
        );
    }

    show({ claims, blanks }: GradeAnswer, words: Words): void {
        this.element.hidden = claims.length + blanks.length === 0;
        this.heading.textContent = words.claims;
        const right = claims.filter((one) => one.grade === "right").length;
        this.count.textContent = `${right} / ${claims.length} ${words.right}`;
        const before = this.items;
        this.items = new Map();
        for (const verdict of claims) {
            const key = JSON.stringify([verdict, words.right]);
            this.items.set(
                key,
                before.get(key) ??
                    create(
                        "li",
                        { "data-grade": verdict.grade },
                        this.place(verdict.line, verdict.claim, words),
                        new VerdictView(verdict, words).element,
                    ),
            );
        }
        for (const blank of blanks) {
            this.items.set(
                `blank ${blank.line}`,
                create(
                    "li",
                    { "data-grade": "blank" },
                    this.place(blank.line, `${blank.of} = ?`, words),
                    create("p", {}, words.blank),
                ),
            );
        }
        const rows = [...this.items.values()];
        const isRight = (row: HTMLElement) => row.dataset["grade"] === "right";
        this.open.replaceChildren(...rows.filter((row) => !isRight(row)));
        this.right.replaceChildren(...rows.filter(isRight));
        this.rightCount.textContent = `${right} ${words.right}`;
        this.folded.hidden = right === 0;
    }

    private place(line: number, text: string, words: Words): HTMLElement {
        return create(
            "button",
            {
                type: "button",
                class: "claim",
                title: `${words.line} ${line}`,
                click: () => this.goTo(line),
            },
            create("span", { class: "number" }, String(line)),
            create("code", {}, text),
        );
    }
}
