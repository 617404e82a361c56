import { create } from "../page/dom";
import type { Column, TableAnswer, TableRequest } from "./messages";
import { inWordsOfThePage } from "./remedies";
import type { TableWords } from "./words";

const kinds = ["Number", "Category", "Ignored"] as const;

// The columns with what each was understood as; the kind is a choice, and so is which one is the label.
export function columnList(
    answer: TableAnswer,
    reading: TableRequest,
    words: TableWords,
    onChange: (changes: Partial<TableRequest>) => void,
): HTMLElement {
    const isLabel = (column: Column) => column.kind === "Label";
    const label = (column: Column) =>
        create("input", {
            type: "radio",
            name: "table-label",
            "aria-label": `${words.label}: ${column.name}`,
            checked: isLabel(column),
            change: () => onChange({ ...without(reading, column.name), label: column.name }),
        });
    const kind = (column: Column) => {
        const name = `${words.kindOf} ${column.name}`;
        if (isLabel(column) || column.kind === "Weight") return create("span", {}, words[column.kind]);
        const shown = column.kind === "Date" ? (["Date", "Ignored"] as const) : kinds;
        const select = create(
            "select",
            {
                "aria-label": name,
                change: () => onChange(withKind(reading, column.name, select.value)),
            },
            ...shown.map((one) => create("option", { value: one, selected: one === column.kind }, words[one])),
        );
        return select;
    };
    const row = (column: Column) =>
        create(
            "tr",
            { class: column.kind === "Ignored" ? "ignored" : undefined },
            create("td", {}, label(column)),
            create("th", { scope: "row", title: column.name }, column.name),
            create("td", {}, kind(column)),
            create("td", { class: "aside" }, aside(column, words)),
        );
    return create(
        "table",
        { class: "column-list" },
        create(
            "thead",
            {},
            create(
                "tr",
                {},
                ...[words.label, words.column, words.kind].map((word) => create("th", { scope: "col" }, word)),
                create("td", {}),
            ),
        ),
        create("tbody", {}, ...answer.columns.map(row)),
    );
}

function aside(column: Column, words: TableWords): string {
    const parts = [
        column.categories > 0 ? `${column.categories}×` : "",
        column.missing > 0 ? `${column.missing} ${words.missingValues}` : "",
        inWordsOfThePage(column.note, words),
    ];
    return parts.filter((part) => part !== "").join(" · ");
}

function without(reading: TableRequest, column: string): TableRequest {
    const rest = (names: string[]) => names.filter((name) => name !== column);
    return {
        ...reading,
        categorical: rest(reading.categorical),
        numeric: rest(reading.numeric),
        ignore: rest(reading.ignore),
    };
}

function withKind(reading: TableRequest, column: string, kind: string): TableRequest {
    const free = without(reading, column);
    if (kind === "Category") free.categorical.push(column);
    if (kind === "Number") free.numeric.push(column);
    if (kind === "Ignored") free.ignore.push(column);
    return free;
}
