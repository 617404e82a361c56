import { retell } from "../page/retelling";
import type { TableWords } from "./words";

// The engine's sentences name the options of the library; here they are the fields of the panel.
const fields: Record<string, keyof TableWords> = {
    Label: "label",
    Task: "task",
    Missing: "missing",
    DateOrder: "dateOrder",
    Delimiter: "delimiter",
    Encoding: "encoding",
    MissingMarkers: "missingMarkers",
    MaximumCategories: "maximumCategories",
    Categorical: "categorical",
    Numeric: "numeric",
    Ignore: "ignore",
    Weights: "weights",
};

const values: (keyof TableWords)[] = ["Classification", "Regression", "Fill", "Drop", "Error", "DayFirst", "MonthFirst"];

// What there is no field for is left out of what to do.
const noField = /, set TrainingOptions\.\w+(?=, or )/g;

export function inWordsOfThePage(sentence: string, words: TableWords): string {
    const said = retell(sentence.replace(noField, ""));
    return said.replace(/TableOptions\.(\w+)(?: = (\w+))?/g, (whole, field: string, value?: string) => {
        const name = fields[field];
        if (!name) return whole;
        const known = values.find((one) => one === value);
        return `“${words[name]}”${value ? ` = ${known ? words[known] : value}` : ""}`;
    });
}

// Where in the table an error is: its line, to show it.
export function lineOf(sentence: string): number | null {
    const found = /: line (\d+)/.exec(sentence);
    return found ? Number(found[1]) : null;
}
