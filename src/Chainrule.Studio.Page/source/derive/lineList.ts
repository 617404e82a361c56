import type { DerivationLine } from "../engine/messages";
import { create } from "../page/dom";
import { LineRow, type RowServices } from "./lineRow";
import { QuizRow } from "./quizRow";

// A section of the derivation. Rows keep their place and state while their lines change.
export class LineList {
    readonly element: HTMLElement;
    private readonly heading = create("h3", {});
    private readonly list = create("ul", { class: "lines" });
    private rows = new Map<string, LineRow | QuizRow>();
    private isQuiz = false;

    constructor(private readonly name: string) {
        this.element = create("section", { class: `lines-${name}`, hidden: true }, this.heading, this.list);
    }

    show(title: string, lines: DerivationLine[], services: RowServices, isQuiz = false): void {
        this.heading.textContent = title;
        this.element.hidden = lines.length === 0;
        const before = isQuiz === this.isQuiz ? this.rows : new Map<string, LineRow | QuizRow>();
        this.isQuiz = isQuiz;
        this.rows = new Map(
            lines.map((line) => [
                line.text.split(" = ")[0] ?? line.of,
                this.row(before.get(line.text.split(" = ")[0] ?? line.of), line, services),
            ]),
        );
        this.list.replaceChildren(...[...this.rows.values()].map((row) => row.element));
    }

    forget(): void {
        this.rows.clear();
    }

    private row(before: LineRow | QuizRow | undefined, line: DerivationLine, services: RowServices): LineRow | QuizRow {
        if (before instanceof LineRow) {
            before.show(line);
            return before;
        }
        if (before && before.line.text === line.text) return before;
        return this.isQuiz ? new QuizRow(line, services) : new LineRow(this.name, line, services);
    }
}
