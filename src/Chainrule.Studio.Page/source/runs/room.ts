import { Drawing } from "../derive/drawing";
import type { Engine } from "../engine/engine";
import { create } from "../page/dom";
import { Latest } from "../page/latest";
import { retell } from "../page/retelling";
import type { Room } from "../page/shell";
import { type Curve, Curves } from "../play/curves";
import { histograms } from "./histograms";
import type { RunAnswer, RunCurves, RunsAnswer } from "./messages";
import { RunList } from "./runList";
import { runsWordsOf, type RunsWords } from "./words";

export const runColors = ["--accent", "--unsure", "--good", "--bad", "--operator", "--faint"];

// Folders of runs, finished or in progress: their curves together, and the model of one of them.
export class RunsRoom implements Room {
    private readonly problem = create("p", { class: "problem", role: "status" });
    private readonly problems = { watching: "", looking: "" };
    private readonly list = new RunList(
        () => this.draw(),
        (index) => this.look(index),
    );
    private readonly curves = [new Curves(), new Curves()] as const;
    private readonly titles = [create("h2", {}), create("h2", {})] as const;
    private readonly across = create("p", { class: "hint" });
    private readonly headings = {
        weights: create("h2", {}),
        gradients: create("h2", {}),
        graph: create("h2", {}),
        table: create("h2", {}),
    };
    private readonly summary = create("p", { class: "summary" });
    private readonly weights = create("div", {});
    private readonly gradients = create("div", {});
    private readonly about = create("p", { class: "hint" });
    private readonly drawing = new Drawing();
    private readonly sentences = create("ul", { class: "sentences" });
    private readonly looking = new Latest(0, () => this.show());
    readonly element = create(
        "main",
        { class: "room runs-room" },
        create("section", { class: "panel runs-side" }, this.list.element, this.problem),
        create(
            "section",
            { class: "panel runs-curves" },
            ...this.curves.map((one, i) => create("figure", {}, this.titles[i]!, one.element)),
            this.across,
        ),
        create(
            "section",
            { class: "panel runs-model" },
            this.summary,
            this.headings.weights,
            this.weights,
            this.headings.gradients,
            this.about,
            this.gradients,
            this.headings.graph,
            this.drawing.element,
            this.headings.table,
            this.sentences,
        ),
    );
    private words: RunsWords = runsWordsOf("en");
    private runs: RunCurves[] = [];
    private answer: RunAnswer | null = null;
    private index = 0;
    private language = "en";
    private isShown = false;
    private stop: (() => void) | null = null;

    constructor(private readonly engine: Engine) {
        document.addEventListener("visibilitychange", () => this.watch());
    }

    speak(language: string): void {
        const words = (this.words = runsWordsOf(language));
        this.language = language;
        this.titles[0].textContent = words.loss;
        this.titles[1].textContent = words.value;
        this.curves[0].element.setAttribute("aria-label", words.loss);
        this.curves[1].element.setAttribute("aria-label", words.value);
        this.across.textContent = words.across;
        this.headings.weights.textContent = words.weights;
        this.headings.graph.textContent = words.graph;
        this.headings.table.textContent = words.table;
        this.headings.gradients.textContent = words.gradients;
        this.list.speak(words);
        this.write();
        if (this.answer) this.looking.now();
    }

    shown(isShown: boolean): void {
        this.isShown = isShown;
        this.watch();
    }

    // Is told what has changed as long as somebody looks.
    private watch(): void {
        const isWatched = this.isShown && !document.hidden;
        if (isWatched === (this.stop !== null)) return;
        this.stop?.();
        this.stop = isWatched
            ? this.engine.watchRuns(
                  (answer) => this.hear(answer),
                  (error) => this.say("watching", error),
              )
            : null;
    }

    private hear({ runs }: RunsAnswer): void {
        const before = this.runs;
        const isNew = (run: RunCurves | undefined, i: number) =>
            run !== undefined && run.columns !== null && run.stamp !== before[i]?.stamp;
        this.runs = runs.map((run, i) =>
            run.columns === null
                ? { ...run, columns: before[i]?.columns ?? null, metric: before[i]?.metric ?? "" }
                : run,
        );
        this.list.show(this.runs, this.index);
        if (runs.some(isNew)) this.draw();
        if (isNew(runs[this.index], this.index)) this.looking.now();
        this.say("watching", null);
    }

    private draw(): void {
        const seen = this.runs.map((run, i) => ({ run, i })).filter(({ i }) => this.list.isSeen(i));
        const curvesOf = (name: string): Curve[] =>
            seen.flatMap(({ run, i }) =>
                [name, `validation_${name}`].flatMap((column, at) => {
                    const values = run.columns?.find((one) => one.name === column)?.values.map(Number) ?? [];
                    const isEmpty = values.every((value) => !Number.isFinite(value));
                    return isEmpty ? [] : [{ values, variable: runColors[i % runColors.length]!, isDashed: at === 1 }];
                }),
            );
        this.curves[0].show(curvesOf("loss"));
        const values = curvesOf("value");
        this.curves[1].show(values, seen.every(({ run }) => run.metric === "accuracy"));
        this.curves[1].element.parentElement!.hidden = values.length === 0;
        const metrics = new Set(seen.map(({ run }) => run.metric).filter((metric) => metric !== ""));
        this.titles[1].textContent = metrics.size > 0 ? [...metrics].join(", ") : this.words.value;
    }

    private look(index: number): void {
        this.index = index;
        this.looking.now();
    }

    private async show(): Promise<void> {
        try {
            this.answer = await this.engine.ask("run", { index: this.index, language: this.language });
            this.say("looking", null);
        } catch (error) {
            this.answer = null;
            this.say("looking", error);
        }
        this.write();
    }

    private write(): void {
        const { answer, words } = this;
        this.element.querySelector<HTMLElement>(".runs-model")!.hidden = answer === null;
        if (!answer) return;
        this.summary.textContent = answer.summary;
        this.weights.replaceChildren(histograms(answer.parameters, words));
        this.about.textContent = answer.gradients.length > 0 ? words.meanGradients : words.noGradients;
        this.gradients.replaceChildren(histograms(answer.gradients, words));
        if (answer.drawing) this.drawing.show(answer.drawing);
        else this.drawing.element.replaceChildren(words.noGraph);
        this.drawing.name(words.graph);
        this.headings.table.hidden = answer.table.length === 0;
        this.sentences.replaceChildren(...answer.table.map((line) => create("li", {}, line)));
    }

    // What is wrong with the list, and with the model that is looked at.
    private say(where: "watching" | "looking", error: unknown): void {
        this.problems[where] = error === null ? "" : error instanceof Error ? error.message : String(error);
        const told = new Set(Object.values(this.problems).map((one) => retell(one)));
        this.problem.textContent = [...told].join(" ").trim();
    }
}
