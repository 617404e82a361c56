import type { Engine } from "../engine/engine";
import { Address } from "../page/address";
import { create } from "../page/dom";
import { Latest } from "../page/latest";
import { Loop } from "../page/loop";
import { retell } from "../page/retelling";
import type { Room } from "../page/shell";
import { bytesOf, download } from "../page/bytes";
import { onTheme } from "../play/colors";
import { choice } from "../play/controls";
import { Transport } from "../play/transport";
import { playWordsOf } from "../play/words";
import { Answer } from "./answer";
import { sendFiles, sendShipped } from "./data";
import { Drawing } from "./drawing";
import { size, textOf } from "./idx";
import { Layers } from "./layers";
import type { DigitsCounts, DigitsState } from "./messages";
import { Progress } from "./progress";
import {
    activations,
    batches,
    type DigitsSettings,
    layerChoices,
    layersOf,
    optimizers,
    readSettings,
    scoreProgram,
} from "./settings";
import { digitsWordsOf, type DigitsWords } from "./words";

// Long enough to be worth the way to the engine, short enough to answer what is drawn meanwhile.
const frame = 30;
// It learns so long by itself, so that drawing is answered well from the start.
const firstEpochs = 6;
const unitsEvery = 400;

// The room where a network learns digits, and reads the one that is drawn.
export class DigitsRoom implements Room {
    readonly element: HTMLElement;
    private readonly settings: DigitsSettings = readSettings(Address.current().get("digits"));
    private readonly transport: Transport;
    private readonly drawing: Drawing;
    private readonly answer: Answer;
    private readonly layers = new Layers();
    private readonly progress: Progress;
    private readonly problem = create("p", { class: "problem", role: "alert" });
    private readonly network = choice(layerChoices, (layers) => this.change({ layers: layersOf(layers) }));
    private readonly activation = choice(activations, (activation) => this.change({ activation }));
    private readonly looking = new Latest(0, () => this.look());
    private readonly loop = new Loop();
    private readonly restarting = new Latest(150, () => this.restart());
    private words: DigitsWords = digitsWordsOf("en");
    private pixels: Uint8Array = new Uint8Array(size);
    private of: number | null = null;
    private isNew = false;
    private samplesSeen = 0;
    private generation = 0;
    private isReady = false;
    private hasData = false;
    private isLoading = false;
    private unitsAt = 0;

    constructor(private readonly engine: Engine) {
        this.transport = new Transport(
            this.settings,
            {
                toggle: () => (this.loop.isRunning ? this.pause() : void this.run(Infinity)),
                restart: () => this.restarting.now(),
                changed: (restarts) => this.changed(restarts),
            },
            { optimizers, batches },
        );
        this.transport.element.append(this.network.element, this.activation.element);
        this.network.set(this.settings.layers.join("-"));
        this.activation.set(this.settings.activation);
        this.drawing = new Drawing(
            (pixels) => this.drawn(pixels),
            (digit) => void this.sample(digit),
        );
        this.answer = new Answer((digit) => {
            this.of = digit;
            this.looking.now();
        });
        this.progress = new Progress({
            open: (files) => this.learnFrom(() => sendFiles(this.engine, files, this.words.twoFiles), false),
            useShipped: () => this.learnFrom(() => sendShipped(this.engine), true),
            download: () => void this.download(),
        });
        this.element = create(
            "main",
            { class: "room digits" },
            this.transport.element,
            this.problem,
            this.drawing.element,
            this.answer.element,
            this.progress.element,
            this.layers.element,
        );
        onTheme(() => this.repaint());
    }

    speak(language: string): void {
        this.words = digitsWordsOf(language);
        this.transport.speak(playWordsOf(language));
        this.network.label(this.words.network);
        this.network.names((layers) => (layers === "" ? this.words.none : layers.replace("-", " · ")));
        this.activation.label(this.words.activation);
        this.drawing.speak(this.words);
        this.answer.speak(this.words);
        this.layers.speak(this.words);
        this.progress.speak(this.words);
    }

    shown(isShown: boolean): void {
        if (!isShown) this.pause();
        else if (!this.hasData && !this.isLoading) this.learnFrom(() => sendShipped(this.engine), true);
    }

    // What cannot be read changes nothing.
    private learnFrom(send: () => Promise<DigitsCounts>, isShipped: boolean): void {
        this.isLoading = true;
        this.problem.textContent = "";
        send()
            .then(
                (counts) => {
                    this.hasData = true;
                    this.progress.showData(counts, isShipped);
                    this.restarting.now();
                },
                (error) => this.say(error),
            )
            .finally(() => (this.isLoading = false));
    }

    private change(changes: Partial<DigitsSettings>): void {
        Object.assign(this.settings, changes);
        this.changed(true);
    }

    private changed(restarts: boolean): void {
        Address.set({ digits: JSON.stringify(this.settings) });
        if (restarts) this.restarting.soon();
    }

    private async restart(): Promise<void> {
        if (!this.hasData) return;
        this.pause();
        const mine = ++this.generation;
        this.isReady = false;
        this.problem.textContent = "";
        try {
            const { layers, activation, optimizer, batch, seed } = this.settings;
            this.progress.begin();
            this.layers.build(layers);
            this.show(await this.engine.ask("digitsStart", { layers, activation, optimizer, batch, seed }));
            if (mine !== this.generation) return;
            this.isReady = true;
            this.looking.now();
            void this.run(firstEpochs);
            await this.showUnits();
            await this.explain(mine);
        } catch (error) {
            if (mine === this.generation) this.say(error);
        }
    }

    // Until so many epochs are over, or somebody pauses.
    private async run(epochs: number): Promise<void> {
        if (!this.isReady) return;
        const mine = this.generation;
        this.transport.showRunning(true);
        try {
            await this.loop.run(() => this.learn(mine, epochs));
            await this.showUnits();
        } catch (error) {
            if (mine === this.generation) this.say(error);
        }
        this.transport.showRunning(this.loop.isRunning);
    }

    // For a moment; whether there is more to do.
    private async learn(mine: number, epochs: number): Promise<boolean> {
        const state = await this.engine.ask("digitsRun", {
            rate: this.settings.rate,
            milliseconds: frame,
            epochs: Math.min(epochs, 1e9),
        });
        if (mine !== this.generation) return false;
        this.show(state);
        this.looking.now();
        if (performance.now() - this.unitsAt > unitsEvery) await this.showUnits();
        if (state.stopped) this.say(state.stopped);
        return !state.isDone && !state.stopped;
    }

    private pause(): void {
        this.loop.stop();
        this.transport.showRunning(false);
    }

    private show(state: DigitsState): void {
        this.transport.showEpochs(state.epochs);
        this.progress.show(state);
    }

    private drawn(pixels: Uint8Array): void {
        this.pixels = pixels;
        this.isNew = true;
        this.looking.now();
    }

    private async look(): Promise<void> {
        if (!this.isReady) return;
        const { pixels, of, isNew } = this;
        this.isNew = false;
        try {
            const seen = await this.engine.ask("digitsLook", { pixels: textOf(pixels), of });
            this.answer.show(seen, pixels, isNew, of !== null);
            this.layers.showOutputs(seen);
        } catch (error) {
            this.say(error);
        }
    }

    private async showUnits(): Promise<void> {
        if (!this.isReady || this.settings.layers.length === 0) return;
        this.unitsAt = performance.now();
        this.layers.showUnits(await this.engine.ask("digitsUnits", {}));
    }

    private async sample(digit: number): Promise<void> {
        try {
            this.samplesSeen += 17;
            const found = await this.engine.ask("digitsSample", { label: digit, after: this.samplesSeen });
            this.pixels = bytesOf(found.pixels);
            this.drawing.showSample(this.pixels, this.words.sampleIs(found.label));
            this.isNew = true;
            this.looking.now();
        } catch (error) {
            this.say(error);
        }
    }

    private async explain(mine: number): Promise<void> {
        const text = scoreProgram(this.settings);
        const { costs } = await this.engine.ask("derive", { text, language: document.documentElement.lang });
        if (mine !== this.generation) return;
        const whole = costs[0]?.whole.at(-1)?.equation ?? costs[0]?.backward.at(-1)?.equation;
        if (whole) this.answer.explain(whole);
    }

    private async download(): Promise<void> {
        try {
            const { name, file } = await this.engine.ask("digitsModel", {});
            download(name, bytesOf(file));
        } catch (error) {
            this.say(error);
        }
    }

    private repaint(): void {
        this.drawing.pad.paint();
        this.looking.now();
        this.showUnits().catch((error: unknown) => this.say(error));
    }

    private say(problem: unknown): void {
        this.problem.textContent = retell(problem instanceof Error ? problem.message : String(problem));
    }
}
