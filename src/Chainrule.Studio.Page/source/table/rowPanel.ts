import { create } from "../page/dom";
import type { Feature, RowAnswer, RowPrediction, TableAnswer } from "./messages";
import { percent, shown } from "./numbers";
import { filled, type TableWords } from "./words";

const day = 86_400_000,
    mostClasses = 20;

// A row of values to move, and what is predicted of it.
export class RowPanel {
    private readonly heading = create("h2", {});
    private readonly rowLabel = create("label", { for: "table-row" });
    private readonly row = create("input", {
        id: "table-row",
        type: "number",
        min: 0,
        step: 1,
        value: 0,
        input: () => this.onRow(this.row.valueAsNumber || 0),
    });
    private readonly truth = create("p", { class: "truth" });
    private readonly answers = create("div", { class: "answers", role: "status" });
    private readonly fields = create("div", { class: "row-fields" });
    readonly element = create(
        "section",
        { class: "panel row-panel" },
        this.heading,
        create("div", { class: "of-table" }, this.rowLabel, this.row, this.truth),
        this.answers,
        this.fields,
    );
    private words: TableWords | null = null;
    private answer: TableAnswer | null = null;
    private values: (number | null)[] = [];
    private known = "";

    constructor(
        private readonly onRow: (row: number) => void,
        private readonly onValues: (values: (number | null)[]) => void,
    ) {}

    speak(words: TableWords): void {
        this.words = words;
        this.heading.textContent = words.predict;
        this.rowLabel.textContent = words.row;
        this.build();
        this.showTruth();
    }

    open(answer: TableAnswer): void {
        this.answer = answer;
        this.row.max = String(answer.rows - 1);
        this.row.value = "0";
        this.answers.replaceChildren();
    }

    show(row: RowAnswer): void {
        this.values = row.values;
        this.known = row.truth;
        this.build();
        this.showTruth();
        this.onValues(this.values);
    }

    predict(prediction: RowPrediction | null): void {
        const { names, outputs, task } = prediction ?? { names: [], outputs: [], task: "values" };
        if (task === "values") {
            this.answers.replaceChildren(
                ...names.map((name, i) =>
                    create("p", { class: "value" }, create("span", {}, name), create("output", {}, shown(outputs[i]))),
                ),
            );
            return;
        }
        const places = outputs.map((_, i) => i);
        // Many classes in the order of their probabilities; few stay where they are.
        if (places.length > mostClasses) places.sort((a, b) => Number(outputs[b]) - Number(outputs[a]));
        const best = task === "classes" ? outputs.map(Number).indexOf(Math.max(...outputs.map(Number))) : -1;
        const bars = places.slice(0, mostClasses).map((i) => {
            const isChosen = task === "classes" ? i === best : Number(outputs[i]) >= 0.5;
            return create(
                "p",
                { class: `probability${isChosen ? " best" : ""}`, style: `--share: ${Number(outputs[i])}` },
                create("span", {}, names[i] ?? String(i)),
                create("output", {}, percent(outputs[i]!)),
            );
        });
        this.answers.replaceChildren(...bars);
        if (places.length > mostClasses && this.words)
            this.answers.append(create("p", {}, filled(this.words.moreClasses, mostClasses, places.length)));
    }

    private showTruth(): void {
        this.truth.textContent = this.known === "" ? "" : `${this.words?.isTrue ?? ""} ${this.known}`;
    }

    private build(): void {
        const features = this.answer?.features ?? [];
        if (!this.words || this.values.length !== features.length) return;
        this.fields.replaceChildren(...features.map((feature, at) => this.field(feature, at)));
    }

    private field(feature: Feature, at: number): HTMLElement {
        const id = `table-feature-${at}`;
        const label = create("label", { for: id }, feature.name);
        return feature.categories.length > 0
            ? create("div", { class: "field" }, label, this.category(feature, at, id))
            : this.number(feature, at, id, label);
    }

    private category(feature: Feature, at: number, id: string): HTMLElement {
        const names = [...feature.categories.map((name, i) => ({ name, value: i })), { name: this.words!.unknown, value: -1 }];
        const select = create(
            "select",
            { id, change: () => this.set(at, Number(select.value)) },
            ...names.map(({ name, value }) =>
                create("option", { value, selected: value === (this.values[at] ?? -1) }, name),
            ),
        );
        return select;
    }

    private number(feature: Feature, at: number, id: string, label: HTMLElement): HTMLElement {
        const { least, most, isWhole } = feature,
            range = most - least;
        const step = Math.max(1, Math.round(range / 1000));
        const value = this.values[at] ?? null;
        const said = create("output", { for: id }, value === null ? "–" : written(feature, value));
        const input = create("input", {
            id,
            type: "range",
            min: least,
            max: most,
            step: isWhole ? step : "any",
            disabled: range === 0,
            input: () => {
                const moved = isWhole ? input.valueAsNumber : Number(input.valueAsNumber.toPrecision(5));
                said.textContent = written(feature, moved);
                this.set(at, moved);
            },
        });
        input.valueAsNumber = value ?? (least + most) / 2;
        return create("div", { class: "field" }, create("div", { class: "line-of-label" }, label, said), input);
    }

    private set(at: number, value: number): void {
        this.values = this.values.map((before, i) => (i === at ? value : before));
        this.known = "";
        this.showTruth();
        this.onValues(this.values);
    }
}

function written(feature: Feature, value: number): string {
    return feature.isDate ? new Date(value * day).toISOString().slice(0, 10) : shown(value);
}
