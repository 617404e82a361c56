import { choice, textField } from "../play/controls";
import { create } from "../page/dom";
import type { TableRequest } from "./messages";
import type { TableWords } from "./words";

const choices = {
    task: ["", "Classification", "Regression"],
    missing: ["Fill", "Drop", "Error"],
    dateOrder: ["", "DayFirst", "MonthFirst"],
} as const;
const texts = ["label", "delimiter", "encoding", "missingMarkers", "maximumCategories"] as const;
const lists = ["categorical", "numeric", "ignore"] as const;

// How the file is read, where what was found out is not right.
export class ReadingPanel {
    readonly element: HTMLDetailsElement;
    private readonly summary = create("summary", {});
    private readonly choices = Object.entries(choices).map(([name, values]) => ({
        name: name as keyof typeof choices,
        field: choice<string>(values, (value) => this.change({ [name]: value })),
    }));
    private readonly texts = texts.map((name) => ({
        name,
        field: textField((text) =>
            this.change({ [name]: name === "maximumCategories" ? Number(text) || undefined : text.trim() }),
        ),
    }));
    private readonly lists = lists.map((name) => ({
        name,
        field: textField((text) => this.change({ [name]: namesIn(text) })),
    }));

    constructor(private readonly onChange: (changes: Partial<TableRequest>) => void) {
        this.element = create(
            "details",
            { class: "reading" },
            this.summary,
            create("div", { class: "fields" }, ...this.fields.map(({ field }) => field.element)),
        );
    }

    private get fields() {
        return [...this.choices, ...this.texts, ...this.lists];
    }

    speak(words: TableWords): void {
        this.summary.textContent = words.reading;
        for (const { name, field } of this.fields) field.label(words[name]);
        for (const { field } of this.choices)
            field.names((value) => (value === "" ? words.automatic : words[value as keyof TableWords]));
    }

    show(reading: TableRequest): void {
        for (const { name, field } of this.choices) field.set(reading[name] ?? choices[name][0]);
        for (const { name, field } of this.texts) field.set(String(reading[name] ?? ""));
        for (const { name, field } of this.lists) field.set(reading[name].join(", "));
    }

    private change(changes: Partial<TableRequest>): void {
        this.onChange(changes);
    }
}

function namesIn(text: string): string[] {
    return text
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
}
