import type { Engine } from "../engine/engine";
import { Address } from "../page/address";
import { create } from "../page/dom";
import { Latest } from "../page/latest";
import { retell } from "../page/retelling";
import type { Room } from "../page/shell";
import { bytesOf } from "../page/bytes";
import { makePoints, type Points, split, spread } from "./data";
import { DataPanel } from "./dataPanel";
import type { PlayState } from "./messages";
import { NetworkPanel } from "./networkPanel";
import { programOf, shownValues } from "./network";
import { Outcome } from "./outcome";
import { type PlaySettings, readSettings } from "./settings";
import { Training } from "./training";
import { Transport } from "./transport";
import { playWordsOf, type PlayWords } from "./words";

export const cells = 40;
export const bound = 1;

// The room where a small network learns points of the plane while one watches.
export class PlayRoom implements Room {
    readonly element: HTMLElement;
    private readonly settings: PlaySettings;
    private readonly transport: Transport;
    private readonly data: DataPanel;
    private readonly network: NetworkPanel;
    private readonly outcome: Outcome;
    private readonly training: Training;
    private readonly restarting = new Latest(120, () => this.restart());
    private readonly problem = create("p", { class: "problem", role: "status" });
    private own: Points = { x: [], y: [] };
    private isShown = false;

    constructor(
        private readonly engine: Engine,
        private readonly derive: (program: string) => void,
    ) {
        this.settings = readSettings(Address.current().get("play"));
        this.training = new Training(
            engine,
            () => this.settings.rate,
            (state) => this.show(state),
            (sentence) => this.say(sentence),
        );
        this.transport = new Transport(this.settings, {
            toggle: () => this.toggle(),
            step: () => void this.training.step(),
            restart: () => this.restarting.now(),
            changed: (restarts) => this.changed(restarts),
        });
        this.data = new DataPanel(
            this.settings,
            () => this.changed(true),
            () => this.clear(),
            (points) => {
                this.own = points;
                this.changed(true);
            },
        );
        this.network = new NetworkPanel(
            this.settings,
            () => this.changed(true),
            () => this.derive(programOf(this.settings)),
            (parameter, index) => this.engine.ask("playNext", { parameter, index, rate: this.settings.rate }),
        );
        this.outcome = new Outcome(bound, (x, y, isOther) => this.draw(x, y, isOther));
        this.element = create(
            "main",
            { class: "room play" },
            this.transport.element,
            this.data.element,
            this.network.element,
            this.outcome.element,
            this.problem,
        );
        addEventListener("keydown", (event) => this.pressed(event));
    }

    speak(language: string): void {
        const words: PlayWords = playWordsOf(language);
        this.transport.speak(words);
        this.data.speak(words);
        this.network.speak(words);
        this.outcome.speak(words);
    }

    shown(isShown: boolean): void {
        this.isShown = isShown;
        if (isShown) this.restarting.now();
        else this.pause();
    }

    private pressed(event: KeyboardEvent): void {
        const isTaken = event.target instanceof Element && event.target.closest("input, select, button, .cm-editor");
        if (!this.isShown || isTaken || event.key !== " ") return;
        event.preventDefault();
        this.toggle();
    }

    private toggle(): void {
        if (this.training.running) return this.pause();
        this.transport.showRunning(true);
        this.element.setAttribute("aria-busy", "true");
        // After a pause the step that was on its way is shown, too.
        void this.training.run().then(() => {
            this.transport.showRunning(this.training.running);
            this.element.setAttribute("aria-busy", String(this.training.running));
        });
    }

    private pause(): void {
        this.training.pause();
        this.transport.showRunning(false);
    }

    private changed(restarts: boolean): void {
        Address.set({ play: JSON.stringify(this.settings) });
        if (restarts) this.restarting.soon();
    }

    private async restart(): Promise<void> {
        this.say("");
        try {
            const points = await this.points();
            const { train, held } = split(points, this.settings.heldOut, this.settings.seed);
            this.outcome.begin(train, held);
            this.network.build();
            if (train.y.length === 0) return;
            const program = programOf(this.settings);
            const { optimizer, batch, seed, layers } = this.settings;
            this.training.start({
                program,
                points: train,
                held,
                shown: shownValues(layers),
                optimizer,
                batch,
                seed,
                bound,
                cells,
            });
            void this.engine.ask("derive", { text: program, language: "en" }).then(
                (answer) => this.network.explain(answer),
                () => undefined,
            );
        } catch (error) {
            this.say(error instanceof Error ? error.message : String(error));
        }
    }

    private async points(): Promise<Points> {
        const { kind, formula, count, seed } = this.settings;
        if (kind === "drawn" || kind === "table") return this.own;
        if (kind !== "formula") return makePoints(this.settings);
        const x = spread(count, seed);
        const { values } = await this.engine.ask("compute", { formula, x: x.filter((_, i) => i % 2 === 0) });
        return { x, y: values.map((value, i) => (x[2 * i + 1]! > Number(value) ? 1 : 0)) };
    }

    private draw(x: number, y: number, isOther: boolean): void {
        if (this.settings.kind !== "drawn") {
            if (this.settings.kind !== "table") this.own = this.outcome.points;
            this.settings.kind = "drawn";
            this.data.show();
        }
        this.own = { x: [...this.own.x, x, y], y: [...this.own.y, isOther ? 0 : 1] };
        this.changed(true);
    }

    private clear(): void {
        this.own = { x: [], y: [] };
        this.changed(true);
    }

    private show(state: PlayState): void {
        const p = state.maps.find((map) => map.name === "p");
        if (p) this.outcome.show(state, bytesOf(p.bytes), p.scales[0] ?? 1, cells);
        this.network.show(state, cells);
        this.transport.showEpochs(state.epochs);
    }

    private say(sentence: string): void {
        this.problem.textContent = retell(sentence);
    }
}
