import { create } from "../page/dom";
import { choice, slider, textField } from "./controls";
import { dataKinds } from "./data";
import type { PlaySettings } from "./settings";
import { TableChoice } from "./tableChoice";
import type { Points } from "./data";
import type { PlayWords } from "./words";

export const kinds = [...dataKinds, "formula", "drawn", "table"];

// What is learned: a classic, points above a curve, points of one's own, a table.
export class DataPanel {
    readonly element: HTMLElement;
    private readonly heading = create("h2", {});
    private readonly kind = choice(kinds, (kind) => this.change({ kind }));
    private readonly formula = textField((formula) => this.change({ formula }));
    private readonly count = slider({ min: 20, max: 2000, step: 20 }, String, (count) => this.change({ count }));
    private readonly noise = slider(
        { min: 0, max: 1, step: 0.05 },
        (value) => `${Math.round(100 * value)} %`,
        (noise) => this.change({ noise }),
    );
    private readonly heldOut = slider(
        { min: 0, max: 0.75, step: 0.05 },
        (value) => `${Math.round(100 * value)} %`,
        (heldOut) => this.change({ heldOut }),
    );
    private readonly clear = create("button", { type: "button", click: () => this.onClear() });
    private readonly hint = create("p", { class: "hint" });
    private readonly table: TableChoice;

    constructor(
        private readonly settings: PlaySettings,
        private readonly onChange: () => void,
        private readonly onClear: () => void,
        onTable: (points: Points) => void,
    ) {
        this.table = new TableChoice(onTable);
        this.element = create(
            "section",
            { class: "panel data" },
            this.heading,
            this.kind.element,
            this.formula.element,
            this.table.element,
            this.count.element,
            this.noise.element,
            this.heldOut.element,
            this.clear,
            this.hint,
        );
        this.show();
    }

    speak(words: PlayWords): void {
        this.heading.textContent = words.data;
        this.kind.label(words.data);
        const names: Record<string, string> = { ...words, formula: words.formula.replace(/:.*/, "") };
        this.kind.names((kind) => names[kind] ?? kind);
        this.formula.label(words.formula);
        this.count.label(words.points);
        this.noise.label(words.noise);
        this.heldOut.label(words.heldOut);
        this.clear.textContent = words.clear;
        this.hint.textContent = words.hint;
        this.table.speak(words);
    }

    show(): void {
        const { kind, formula, count, noise, heldOut } = this.settings;
        this.kind.set(kind);
        this.formula.set(formula);
        this.count.set(count);
        this.noise.set(noise);
        this.heldOut.set(heldOut);
        this.formula.element.hidden = kind !== "formula";
        this.table.element.hidden = kind !== "table";
        this.count.element.hidden = kind === "drawn" || kind === "table";
        this.noise.element.hidden = !dataKinds.includes(kind);
        this.clear.hidden = kind !== "drawn";
    }

    private change(changes: Partial<PlaySettings>): void {
        Object.assign(this.settings, changes);
        this.show();
        this.onChange();
    }
}
