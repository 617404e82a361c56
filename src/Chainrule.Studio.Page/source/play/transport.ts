import { create, icon } from "../page/dom";
import { choice, slider } from "./controls";
import { batches, optimizers } from "./settings";
import type { PlayWords } from "./words";

export interface TransportActions {
    toggle(): void;
    step?(): void;
    restart(): void;
    changed(restarts: boolean): void;
}

// What it moves of a room's settings.
export interface TransportSettings {
    optimizer: string;
    rate: number;
    batch: number;
    seed: number;
}

const shapes = {
    run: "M5 3l8 5-8 5z",
    pause: "M5 3v10M11 3v10",
    step: "M4 3l6 5-6 5zM12 3v10",
    restart: "M3 8a5 5 0 105-5H4m2-2L4 3l2 2",
};

// Run, step and start again; how fast, with what, and how many samples at a time.
export class Transport {
    readonly element: HTMLElement;
    private readonly run = create("button", { type: "button", class: "run", click: () => this.actions.toggle() });
    private readonly step = create("button", { type: "button", click: () => this.actions.step?.() }, icon(shapes.step));
    private readonly again = create(
        "button",
        { type: "button", click: () => this.actions.restart() },
        icon(shapes.restart),
    );
    private readonly epoch = create("output", {});
    private readonly epochLabel = create("span", {});
    private readonly rate = slider(
        { min: -4, max: 1, step: 0.05 },
        (power) => String(rateAt(power)),
        (power) => {
            this.settings.rate = rateAt(power);
            this.actions.changed(false);
        },
    );
    private readonly optimizer: ReturnType<typeof choice<string>>;
    private readonly batch: ReturnType<typeof choice<number>>;
    private readonly seed = create("button", {
        type: "button",
        class: "quiet",
        click: () => this.change({ seed: this.settings.seed + 1 }),
    });
    private words: PlayWords | null = null;
    private isRunning = false;

    constructor(
        private readonly settings: TransportSettings,
        private readonly actions: TransportActions,
        choices = { optimizers, batches },
    ) {
        this.optimizer = choice(choices.optimizers, (optimizer) => this.change({ optimizer }));
        this.batch = choice(choices.batches, (batch) => this.change({ batch }));
        this.step.hidden = !actions.step;
        this.element = create(
            "div",
            { class: "transport" },
            this.again,
            this.run,
            this.step,
            create("div", { class: "epoch" }, this.epochLabel, this.epoch),
            this.rate.element,
            this.optimizer.element,
            this.batch.element,
            this.seed,
        );
        this.rate.set(Math.log10(settings.rate));
        this.optimizer.set(settings.optimizer);
        this.batch.set(settings.batch);
        this.showEpochs(0);
    }

    speak(words: PlayWords): void {
        this.words = words;
        this.rate.label(words.rate);
        this.optimizer.label(words.optimizer);
        this.batch.label(words.batch);
        this.batch.names((batch) => (batch === 0 ? words.all : String(batch)));
        this.epochLabel.textContent = words.epoch;
        for (const [button, word] of [
            [this.step, words.step],
            [this.again, words.reset],
        ] as const) {
            button.setAttribute("aria-label", word);
            button.title = word;
        }
        this.showSeed();
        this.showRunning(this.isRunning);
    }

    showRunning(isRunning: boolean): void {
        this.isRunning = isRunning;
        const word = (isRunning ? this.words?.pause : this.words?.run) ?? "";
        this.run.replaceChildren(icon(isRunning ? shapes.pause : shapes.run));
        this.run.setAttribute("aria-label", word);
        this.run.title = word;
    }

    showEpochs(epochs: number): void {
        this.epoch.textContent = String(Math.floor(epochs))
            .padStart(6, "0")
            .replace(/(\d{3})$/, "\u2009$1");
    }

    private showSeed(): void {
        this.seed.textContent = `${this.words?.seed ?? ""} ${this.settings.seed}`;
    }

    private change(changes: Partial<TransportSettings>): void {
        Object.assign(this.settings, changes);
        this.showSeed();
        this.actions.changed(true);
    }
}

function rateAt(power: number): number {
    return Number((10 ** power).toPrecision(2));
}
