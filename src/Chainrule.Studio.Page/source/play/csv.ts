import type { Points } from "./data";

export interface Table {
    columns: string[];
    rows: string[][];
}

// Reads a table with a head; fields may stand in quotes. Null where it has no two columns of numbers.
export function readTable(text: string): Table | null {
    const separator =
        [",", ";", "\t"]
            .map((one) => ({ one, count: text.split("\n", 1)[0]?.split(one).length ?? 0 }))
            .sort((a, b) => b.count - a.count)[0]?.one ?? ",";
    const lines = text
        .split(/\r?\n/)
        .filter((line) => line.trim() !== "")
        .slice(0, 20_001);
    const fields = lines.map((line) => fieldsOf(line, separator));
    const [columns, ...rows] = fields;
    if (!columns || columns.length < 2 || rows.length === 0) return null;
    const table = { columns, rows: rows.filter((row) => row.length === columns.length) };
    return numericColumns(table).length >= 2 ? table : null;
}

function fieldsOf(line: string, separator: string): string[] {
    const fields: string[] = [];
    let field = "",
        isQuoted = false;
    for (let i = 0; i < line.length; i++) {
        const letter = line[i]!;
        if (isQuoted && letter === '"' && line[i + 1] === '"') field += line[++i];
        else if (letter === '"') isQuoted = !isQuoted;
        else if (letter === separator && !isQuoted) {
            fields.push(field.trim());
            field = "";
        } else field += letter;
    }
    return [...fields, field.trim()];
}

export function numericColumns(table: Table): number[] {
    return table.columns
        .map((_, i) => i)
        .filter((i) => table.rows.every((row) => row[i] !== "" && Number.isFinite(Number(row[i]))));
}

export function valuesOf(table: Table, column: number): string[] {
    return [...new Set(table.rows.map((row) => row[column] ?? ""))].sort();
}

// Two columns, moved and scaled into the square; label 1 is a value of a third column.
export function pointsOf(table: Table, across: number, up: number, label: number, one: string): Points {
    const scaled = [across, up].map((column) => {
        const numbers = table.rows.map((row) => Number(row[column]));
        const low = Math.min(...numbers),
            high = Math.max(...numbers),
            half = (high - low) / 2 || 1;
        return numbers.map((value) => (0.92 * (value - low - half)) / half);
    });
    return {
        x: table.rows.flatMap((_, i) => [scaled[0]![i]!, scaled[1]![i]!]),
        y: table.rows.map((row) => (row[label] === one ? 1 : 0)),
    };
}
