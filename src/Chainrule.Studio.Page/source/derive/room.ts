import { type Engine, EngineRefusal } from "../engine/engine";
import type { DeriveAnswer, DeriveQuestion } from "../engine/messages";
import { Address, pack } from "../page/address";
import { create } from "../page/dom";
import { Latest } from "../page/latest";
import { retell } from "../page/retelling";
import type { Room } from "../page/shell";
import type { Words } from "../page/wording";
import { wordsOf } from "../page/wording";
import { Editor, sentenceOf } from "./editor";
import { examples } from "./examples";
import { isNotebook, ProgramFile } from "./programFile";
import { Results } from "./results";

// The room where a forward pass is written and its backward pass read.
export class DeriveRoom implements Room {
    readonly element: HTMLElement;
    private readonly editor: Editor;
    private readonly results: Results;
    private readonly heading = create("h2", {});
    private readonly reader = create("span", { class: "reader" });
    private readonly choose = create("select", { change: () => this.openExample() });
    private readonly file: ProgramFile;
    private readonly problems = create("ul", { class: "problems", "aria-live": "polite" });
    private readonly asking = new Latest(80, () => this.ask());
    private language = "en";
    private isShown = false;
    private hasWords = false;

    constructor(
        private readonly engine: Engine,
        text: string,
    ) {
        const place = create("div", { class: "editor" }),
            pane = create("section", { class: "pane program" });
        this.element = create("main", { class: "room derive" }, pane);
        this.file = new ProgramFile(async (name, text) => {
            const program = await this.programIn(name, text);
            if (program !== null) this.editor.replaceText(program);
        }, pane);
        pane.append(
            create("div", { class: "heading" }, this.heading, this.reader, ...this.file.elements, this.choose),
            place,
            this.problems,
        );
        this.editor = new Editor(
            place,
            text,
            () => this.changed(),
            (pasted) =>
                isNotebook(pasted) ? this.programIn("notebook.ipynb", pasted).then((code) => code ?? pasted) : null,
        );
        this.results = new Results({
            ask: (question, more) => this.engine.ask(question, { ...this.question(), ...more }),
            goTo: (line) => this.editor.goTo(line),
            mark: (line) => this.editor.mark(line),
        });
        this.element.append(this.results.element);
    }

    speak(language: string): void {
        this.language = language;
        const words = this.words;
        this.heading.textContent = words.program;
        this.editor.name(words.program);
        this.choose.setAttribute("aria-label", words.examples);
        this.choose.replaceChildren(
            create("option", { value: "" }, words.chooseExample),
            ...Object.keys(examples).map((name) => create("option", { value: name }, name)),
        );
        this.file.speak(words);
        this.results.speak(words);
        if (this.isShown) this.asking.now();
    }

    shown(isShown: boolean): void {
        this.isShown = isShown;
        if (isShown) this.asking.now();
    }

    open(text: string): void {
        this.editor.replaceText(text);
    }

    private get words(): Words {
        return wordsOf(this.language);
    }

    private question(): DeriveQuestion {
        return { text: this.editor.text, language: this.language };
    }

    private openExample(): void {
        const text = examples[this.choose.value];
        this.choose.value = "";
        if (text !== undefined) this.editor.replaceText(text);
    }

    // What a file holds; null where the engine refuses it, and says why.
    private async programIn(name: string, text: string): Promise<string | null> {
        try {
            return (await this.engine.ask("program", { name, text })).text;
        } catch (error) {
            this.tell(error);
            return null;
        }
    }

    private changed(): void {
        this.results.wait(true);
        this.asking.soon();
        void pack(this.editor.text).then((program) => Address.set({ program }));
    }

    // Derives, then grades: formulas are there while claims are still compared.
    private async ask(): Promise<void> {
        const question = this.question();
        const isOld = () => question.text !== this.editor.text || question.language !== this.language;
        this.results.wait(true);
        try {
            const answer = await this.engine.ask("derive", question);
            this.learnWords();
            if (isOld()) return;
            this.show(answer, question.text);
            const graded =
                answer.costs.length > 0 || answer.problems.every((one) => one.line === 0)
                    ? await this.engine.ask("grade", question)
                    : { claims: [], blanks: [] };
            if (isOld()) return;
            this.editor.showClaims(graded.claims);
            this.results.showClaims(graded);
        } catch (error) {
            this.tell(error);
        } finally {
            // What was written meanwhile is asked next.
            this.results.wait(isOld());
        }
    }

    // The editor's colors and completions, after the first derivation, which they would delay.
    private learnWords(): void {
        if (this.hasWords) return;
        this.hasWords = true;
        void this.engine.ask("words", {}).then(
            (words) => this.editor.use(words),
            () => (this.hasWords = false),
        );
    }

    private tell(error: unknown): void {
        const sentence =
            error instanceof EngineRefusal
                ? retell(error.message)
                : `${this.words.failed} ${error instanceof Error ? retell(error.message) : ""}`;
        this.problems.replaceChildren(create("li", { class: "error" }, sentence));
    }

    private show(answer: DeriveAnswer, text: string): void {
        this.reader.textContent =
            text.trim() === "" ? "" : answer.reader === "python" ? this.words.readAsPython : this.words.readAsChain;
        this.reader.title = answer.summary;
        this.editor.showProblems(answer.problems);
        const shown = text.trim() === "" ? [] : answer.problems;
        this.problems.replaceChildren(
            ...shown.map((one) =>
                create(
                    "li",
                    { class: one.isWarning ? "warning" : "error" },
                    one.line > 0
                        ? create(
                              "button",
                              { type: "button", click: () => this.editor.goTo(one.line) },
                              `${this.words.line} ${one.line}`,
                          )
                        : null,
                    create("span", {}, sentenceOf(one)),
                ),
            ),
        );
        this.results.show(answer, text);
    }
}
