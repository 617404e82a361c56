import { create } from "../page/dom";
import type { Judgement } from "./messages";
import { shown } from "./numbers";
import { Residuals } from "./residuals";
import { filled, type TableWords } from "./words";

const mostClasses = 12;

// How well the model predicts: the metrics of `evaluate`, and where it errs.
export class JudgementView {
    private readonly heading = create("h2", {});
    private readonly of = create("p", { class: "hint" });
    private readonly metrics = create("dl", { class: "numbers metrics" });
    private readonly notes = create("ul", { class: "hint" });
    private readonly errors = create("div", { class: "errors" });
    private readonly residuals = new Residuals();
    readonly element = create(
        "section",
        { class: "judgement" },
        this.heading,
        this.of,
        create("div", { class: "judged" }, this.errors, this.metrics),
        this.notes,
    );
    private words: TableWords | null = null;
    private judgement: Judgement | null = null;

    speak(words: TableWords): void {
        this.words = words;
        this.heading.textContent = words.judged;
        this.show(this.judgement);
    }

    show(judgement: Judgement | null): void {
        this.judgement = judgement;
        const { words } = this;
        if (!words) return;
        this.of.textContent = judgement
            ? filled(judgement.isHeldOut ? words.ofHeldOut : words.ofAll, judgement.count)
            : words.notYet;
        this.metrics.replaceChildren(
            ...(judgement?.metrics ?? []).map(({ name, value }) =>
                create("div", {}, create("dt", {}, name), create("dd", {}, shown(value))),
            ),
        );
        this.notes.replaceChildren(...(judgement?.notes ?? []).map((note) => create("li", {}, note)));
        this.errors.replaceChildren();
        if (judgement?.confusion) this.errors.append(confusionTable(judgement, words));
        else if (judgement && judgement.truth.length > 0) {
            this.errors.append(create("h3", {}, words.residuals), this.residuals.element);
            this.residuals.show(judgement, words);
        }
    }
}

function confusionTable(judgement: Judgement, words: TableWords): HTMLElement {
    const names = judgement.names.slice(0, mostClasses),
        counts = names.map(() => names.map(() => 0));
    for (const { truth, prediction, count } of judgement.confusion ?? [])
        if (counts[truth]?.[prediction] !== undefined) counts[truth][prediction] = count;
    const cell = (row: number, column: number) => {
        const count = counts[row]![column]!,
            all = counts[row]!.reduce((sum, one) => sum + one, 0);
        return create(
            "td",
            {
                class: row === column ? "right" : "wrong",
                style: `--share: ${all === 0 ? 0 : count / all}`,
            },
            String(count),
        );
    };
    const caption = create("caption", {}, `${words.confusion} · ${words.truth} ↓ ${words.predicted} →`);
    if (judgement.names.length > mostClasses)
        caption.append(create("span", {}, filled(words.moreClasses, mostClasses, judgement.names.length)));
    return create(
        "div",
        { class: "scrolling", tabindex: 0, role: "region", "aria-label": words.confusion },
        create(
            "table",
            { class: "confusion" },
            caption,
            create(
                "thead",
                {},
                create("tr", {}, create("td", {}), ...names.map((name) => create("th", { scope: "col" }, name))),
            ),
            create(
                "tbody",
                {},
                ...names.map((name, row) =>
                    create(
                        "tr",
                        {},
                        create("th", { scope: "row" }, name),
                        ...names.map((_, column) => cell(row, column)),
                    ),
                ),
            ),
        ),
    );
}
