import type { Engine } from "../engine/engine";
import { Address } from "../page/address";
import { create } from "../page/dom";
import { Latest } from "../page/latest";
import type { Room } from "../page/shell";
import { bytesOf, download, textOf } from "../page/bytes";
import { FilePanel } from "./filePanel";
import { JudgementView } from "./judgementView";
import type { TableAnswer, TableRequest, TableState } from "./messages";
import { ReadingPanel } from "./readingPanel";
import { inWordsOfThePage } from "./remedies";
import { RowPanel } from "./rowPanel";
import { readTableSettings, type TableSettings, unitsOf } from "./settings";
import { SettingsPanel } from "./settingsPanel";
import { TableTraining } from "./training";
import { TrainPanel } from "./trainPanel";
import { Understanding } from "./understanding";
import { filled, tableWordsOf, type TableWords } from "./words";

const largestMegabytes = 50,
    // Judging takes time from training, so it is done now and then.
    judgingInterval = 1500;
const nothingSaid: TableRequest = { categorical: [], numeric: [], ignore: [] };

// The room where a network is trained on a table of one's own.
export class TableRoom implements Room {
    readonly element = create("main", { class: "room table-room empty" });
    private readonly settings: TableSettings = readTableSettings(Address.current().get("table"));
    private readonly file = new FilePanel((file) => void this.open(file), this.element);
    private readonly problem = create("p", { class: "problem", role: "alert" });
    private readonly reading = new ReadingPanel((changes) => this.readAs(changes));
    private readonly understanding = new Understanding((changes) => this.readAs(changes));
    private readonly settingsHeading = create("h2", {});
    private readonly settingsPanel = new SettingsPanel(this.settings, (restarts) =>
        this.settingsChanged(restarts),
    );
    private readonly judgement = new JudgementView();
    private readonly rowPanel = new RowPanel(
        (row) => this.showRow(row),
        (values) => {
            this.values = values;
            this.predicting.now();
        },
    );
    private readonly train = new TrainPanel({
        toggle: () => void this.toggle(),
        restart: () => void this.restart(),
        download: () => void this.download(),
    });
    private readonly training: TableTraining;
    private readonly rereading = new Latest(300, () => this.read());
    private readonly restarting = new Latest(300, () => this.restart());
    private readonly predicting = new Latest(0, () => this.predict());
    private words: TableWords = tableWordsOf("en");
    private request: TableRequest = nothingSaid;
    private answer: TableAnswer | null = null;
    private values: (number | null)[] = [];
    private until = 0;
    private judged = 0;
    private isOpened = false;
    private language = "en";

    constructor(
        private readonly engine: Engine,
        private readonly named: string | null,
    ) {
        this.training = new TableTraining(
            engine,
            (state) => this.show(state),
            (sentence) => this.say(sentence),
        );
        this.element.append(
            create(
                "section",
                { class: "panel table-side" },
                this.file.element,
                this.problem,
                this.understanding.element,
                this.reading.element,
            ),
            create(
                "section",
                { class: "panel table-training" },
                this.settingsHeading,
                this.settingsPanel.element,
                this.train.element,
                this.judgement.element,
            ),
            this.rowPanel.element,
        );
        this.reading.element.hidden = true;
    }

    speak(language: string): void {
        const words = (this.words = tableWordsOf(language));
        this.language = language;
        this.settingsHeading.textContent = words.settings;
        for (const part of [
            this.file,
            this.reading,
            this.understanding,
            this.settingsPanel,
            this.train,
            this.judgement,
            this.rowPanel,
        ])
            part.speak(words);
        if (this.answer) void this.sayUnderstood(this.answer).catch((error: unknown) => this.say(sentenceOf(error)));
    }

    // The sentences in the language of the page.
    private async sayUnderstood(answer: TableAnswer): Promise<void> {
        const { language } = this;
        const { lines } = await this.engine.ask("tableSay", { language });
        if (answer !== this.answer || language !== this.language) return;
        answer.lines = lines;
        this.understanding.show(answer, this.request);
    }

    shown(isShown: boolean): void {
        if (!isShown) this.stop();
        else if (this.named !== null && !this.isOpened) void this.take(this.named, null);
    }

    private async open(file: File): Promise<void> {
        if (file.size > largestMegabytes * 1e6) return this.say(filled(this.words.tooLarge, largestMegabytes));
        try {
            await this.take(file.name, await textOf(file));
        } catch (error) {
            this.say(sentenceOf(error));
        }
    }

    private async take(name: string, bytes: string | null): Promise<void> {
        this.isOpened = true;
        this.request = nothingSaid;
        await this.understand(() => this.engine.ask("tableOpen", { name, bytes }));
    }

    private readAs(changes: Partial<TableRequest>): void {
        this.request = { ...this.request, ...changes };
        this.rereading.soon();
    }

    private read(): Promise<void> {
        return this.understand(() => this.engine.ask("tableRead", this.request));
    }

    // Shows how the file is read, or at which place it cannot be.
    private async understand(question: () => Promise<TableAnswer>): Promise<void> {
        this.stop();
        this.training.forget();
        this.say(this.words.loading, false);
        this.file.shrink();
        this.reading.element.hidden = false;
        try {
            this.answer = await question();
        } catch (error) {
            this.element.classList.add("empty");
            this.reading.show(this.request);
            this.reading.element.open = true;
            return this.say(sentenceOf(error));
        }
        const { answer } = this;
        this.say("");
        this.element.classList.remove("empty");
        await this.sayUnderstood(answer);
        this.reading.show(this.request);
        this.rowPanel.open(answer);
        await this.restart();
        this.showRow(0);
    }

    private settingsChanged(restarts: boolean): void {
        Address.set({ table: JSON.stringify(this.settings) });
        if (restarts && this.answer) this.restarting.soon();
        else this.until = Math.max(this.settings.epochs || this.answer?.epochs || 0, this.training.done);
    }

    private async restart(): Promise<void> {
        if (!this.answer) return;
        this.stop();
        this.say("");
        this.judgement.show(null);
        this.rowPanel.predict(null);
        this.until = this.settings.epochs || this.answer.epochs;
        this.settingsPanel.showEpochs(this.until);
        const { activation, rate, batch, heldOut, validation, seed } = this.settings;
        const layers = unitsOf(this.settings.layers);
        await this.training.start({ layers, activation, rate, batch, heldOut, validation, seed });
    }

    private async toggle(): Promise<void> {
        if (this.training.running) return this.stop();
        if (!this.training.ready) await this.restart();
        if (this.training.done >= this.until) this.until += this.settings.epochs || this.answer?.epochs || 1;
        this.train.showRunning(true);
        await this.training.run(this.until);
        this.train.showRunning(this.training.running);
        if (this.training.done > 0) await this.judge();
    }

    private stop(): void {
        this.training.stop();
        this.train.showRunning(false);
    }

    private async show(state: TableState): Promise<void> {
        this.train.show(state, this.training.epochs, this.until);
        if (this.training.done > 0 && performance.now() - this.judged > judgingInterval) await this.judge();
    }

    private async judge(): Promise<void> {
        try {
            this.judgement.show(await this.engine.ask("tableJudge", {}));
        } catch (error) {
            this.say(sentenceOf(error));
        }
        await this.predict();
        this.judged = performance.now();
    }

    private async predict(): Promise<void> {
        if (!this.training.ready || this.training.done === 0 || this.values.length === 0) return;
        try {
            this.rowPanel.predict(await this.engine.ask("tablePredict", { values: this.values }));
        } catch (error) {
            this.say(sentenceOf(error));
        }
    }

    private showRow(row: number): void {
        this.engine.ask("tableRow", { row }).then(
            (answer) => {
                this.say("");
                this.rowPanel.show(answer);
            },
            (error: unknown) => this.say(sentenceOf(error)),
        );
    }

    private async download(): Promise<void> {
        try {
            const { name, bytes } = await this.engine.ask("tableModel", {});
            download(name, bytesOf(bytes));
        } catch (error) {
            this.say(sentenceOf(error));
        }
    }

    private say(sentence: string, isProblem = true): void {
        this.problem.textContent = inWordsOfThePage(sentence, this.words);
        this.problem.classList.toggle("busy", !isProblem);
    }
}

function sentenceOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
