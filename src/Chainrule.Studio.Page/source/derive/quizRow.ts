import type { DerivationLine } from "../engine/messages";
import { create, fromHtml } from "../page/dom";
import { OwnLine } from "./ownLine";
import type { RowServices } from "./lineRow";

// A line whose right side is to be found; it appears when the answer is right.
export class QuizRow {
    readonly element = create("li", { class: "line quiz" });

    constructor(
        public readonly line: DerivationLine,
        services: RowServices,
    ) {
        this.element.dataset["of"] = line.of;
        const own = new OwnLine(line, services.words, services.try, () => {
            this.element.classList.add("found");
            this.element.append(fromHtml("div", { class: "equation" }, line.equation));
        });
        this.element.append(own.element);
    }
}
