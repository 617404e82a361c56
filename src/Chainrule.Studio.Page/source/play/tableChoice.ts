import { create } from "../page/dom";
import { numericColumns, pointsOf, readTable, type Table, valuesOf } from "./csv";
import type { Points } from "./data";
import type { PlayWords } from "./words";

const largestFile = 5_000_000;

// A CSV file and its columns. The file is read here and goes nowhere else.
export class TableChoice {
    readonly element: HTMLElement;
    private readonly file = create("input", {
        type: "file",
        accept: ".csv,.tsv,.txt",
        id: "table-file",
        change: () => void this.read(),
    });
    private readonly fileLabel = create("label", { for: "table-file", class: "button" });
    private readonly selects = ["across", "up", "label", "against"].map(() =>
        create("select", { change: (event) => this.chosen(event) }),
    );
    private readonly columns: HTMLElement;
    private readonly problem = create("p", { class: "problem", role: "status" });
    private table: Table | null = null;
    private words: PlayWords | null = null;

    constructor(private readonly onPoints: (points: Points) => void) {
        this.columns = create("div", { class: "table-columns", hidden: true }, ...this.selects);
        this.element = create("div", { class: "table" }, this.file, this.fileLabel, this.columns, this.problem);
    }

    speak(words: PlayWords): void {
        this.words = words;
        this.fileLabel.textContent = words.open;
        [words.across, words.up, words.label, words.against].forEach((word, i) => {
            this.selects[i]!.setAttribute("aria-label", word);
            this.selects[i]!.title = word;
        });
    }

    private async read(): Promise<void> {
        const file = this.file.files?.[0];
        if (!file) return;
        this.table = file.size > largestFile ? null : readTable(await file.text());
        this.problem.textContent = this.table ? "" : (this.words?.noTable ?? "");
        this.columns.hidden = this.table === null;
        if (!this.table) return;
        const { columns } = this.table,
            numeric = numericColumns(this.table);
        const label = columns.findLastIndex((_, i) => !numeric.includes(i) || valuesOf(this.table!, i).length === 2);
        const inputs = numeric.filter((i) => i !== label);
        this.fill(
            0,
            numeric.map((i) => [String(i), columns[i]!]),
            String(inputs[0] ?? numeric[0]),
        );
        this.fill(
            1,
            numeric.map((i) => [String(i), columns[i]!]),
            String(inputs[1] ?? numeric[1]),
        );
        this.fill(
            2,
            columns.map((name, i) => [String(i), name]),
            String(label >= 0 ? label : columns.length - 1),
        );
        this.fillAgainst();
        this.give();
    }

    private chosen(event: Event): void {
        if (event.target === this.selects[2]) this.fillAgainst();
        this.give();
    }

    private fillAgainst(): void {
        const values = valuesOf(this.table!, Number(this.selects[2]!.value)).slice(0, 50);
        this.fill(
            3,
            values.map((value) => [value, `${this.words?.against ?? ""} ${value}`]),
            values.at(-1) ?? "",
        );
    }

    private fill(index: number, options: [string, string][], value: string): void {
        this.selects[index]!.replaceChildren(...options.map(([value, text]) => create("option", { value }, text)));
        this.selects[index]!.value = value;
    }

    private give(): void {
        const [across, up, label, one] = this.selects.map((select) => select.value);
        this.onPoints(pointsOf(this.table!, Number(across), Number(up), Number(label), one ?? ""));
    }
}
