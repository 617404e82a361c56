import { create } from "../page/dom";
import { shown } from "../table/numbers";
import type { RunCurves } from "./messages";
import { runColors } from "./room";
import type { RunsWords } from "./words";

// The runs with their colors: which curves are drawn, and whose model is shown.
export class RunList {
    readonly element = create("ul", { class: "run-list" });
    private readonly hidden = new Set<number>();
    private words: RunsWords | null = null;
    private runs: RunCurves[] = [];
    private index = 0;
    private written = "";

    constructor(
        private readonly onSeen: () => void,
        private readonly onLook: (index: number) => void,
    ) {}

    isSeen(index: number): boolean {
        return !this.hidden.has(index);
    }

    speak(words: RunsWords): void {
        this.words = words;
        this.written = "";
        this.show(this.runs, this.index);
    }

    // Nothing is built anew while nothing has changed, so that the focus stays where it is.
    show(runs: RunCurves[], index: number): void {
        [this.runs, this.index] = [runs, index];
        const now = JSON.stringify(runs.map((run) => [run.stamp, run.isTraining, run.problem]));
        if (!this.words || now === this.written) return;
        this.written = now;
        const focused = document.activeElement?.id ?? "";
        this.element.replaceChildren(...runs.map((run, i) => this.item(run, i, this.words!)));
        if (focused) document.getElementById(focused)?.focus();
    }

    private item(run: RunCurves, i: number, words: RunsWords): HTMLElement {
        // Of a column that the run has values in.
        const last = (name: string) => {
            const value = run.columns?.find((column) => column.name === name)?.values.at(-1);
            return Number.isNaN(Number(value)) ? undefined : value;
        };
        const seen = create("input", {
            type: "checkbox",
            id: `run-seen-${i}`,
            "aria-label": `${words.show}: ${run.name}`,
            checked: this.isSeen(i),
            change: () => {
                if (!this.hidden.delete(i)) this.hidden.add(i);
                this.onSeen();
            },
        });
        const looked = create("input", {
            type: "radio",
            name: "run-looked",
            id: `run-looked-${i}`,
            "aria-label": `${words.lookAt} ${run.name}`,
            checked: i === this.index,
            change: () => this.onLook(i),
        });
        const state = run.problem ?? (run.isTraining ? words.training : words.finished);
        const numbers = [
            [words.last, last("epoch") ?? last("step")],
            [words.loss, last("loss")],
            [run.metric, last("validation_value") ?? last("value")],
        ] as const;
        return create(
            "li",
            { style: `--mark: var(${runColors[i % runColors.length]})` },
            create("div", { class: "run-name" }, seen, create("b", {}, run.name), looked),
            create("p", { class: run.isTraining ? "state running" : "state" }, state),
            create("p", { class: "hint" }, run.network),
            create(
                "dl",
                { class: "numbers" },
                ...numbers
                    .filter(([name, value]) => name !== "" && value !== undefined)
                    .map(([name, value]) => create("div", {}, create("dt", {}, name), create("dd", {}, shown(value)))),
            ),
            create("code", {}, run.command),
        );
    }
}
