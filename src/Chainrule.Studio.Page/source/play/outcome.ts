import { create } from "../page/dom";
import { Curves } from "./curves";
import type { Points } from "./data";
import { History } from "./history";
import type { PlayState } from "./messages";
import { Surface } from "./surface";
import { playWordsOf, type PlayWords } from "./words";

// What has been learned: the surface, the losses and their curves.
export class Outcome {
    readonly element: HTMLElement;
    points: Points = { x: [], y: [] };
    private readonly surface: Surface;
    private readonly numbers = create("dl", { class: "numbers" });
    private readonly curves = new Curves();
    private history = new History(3);
    private words: PlayWords = playWordsOf("en");
    private state: PlayState | null = null;
    private began = { time: 0, epochs: 0 };
    private speed = 0;

    constructor(bound: number, onDraw: (x: number, y: number, isOther: boolean) => void) {
        this.surface = new Surface(bound, onDraw);
        this.element = create(
            "section",
            { class: "panel outcome" },
            this.surface.element,
            this.numbers,
            this.curves.element,
        );
    }

    speak(words: PlayWords): void {
        this.words = words;
        this.surface.name(words.surface);
        this.curves.element.setAttribute("aria-label", words.curves);
        this.write();
    }

    begin(train: Points, held: Points): void {
        this.points = { x: [...train.x, ...held.x], y: [...train.y, ...held.y] };
        this.history = new History(3);
        this.state = null;
        this.speed = 0;
        this.surface.showPoints(train, held);
        this.curves.show([]);
        this.write();
    }

    show(state: PlayState, bytes: Uint8Array, scale: number, cells: number): void {
        this.measure(state);
        this.state = state;
        this.surface.show(bytes, scale, cells);
        this.history.add(Number(state.loss), Number(state.heldLoss), lengthOf(state));
        this.curves.show([
            { values: this.history.column(2), variable: "--faint" },
            { values: this.history.column(1), variable: "--unsure", isDashed: true },
            { values: this.history.column(0), variable: "--accent" },
        ]);
        this.write();
    }

    // Epochs a second, since a moment ago.
    private measure(state: PlayState): void {
        const time = performance.now();
        if (!this.state || state.epochs <= this.began.epochs) this.began = { time, epochs: state.epochs };
        else if (time - this.began.time > 500) {
            this.speed = (1000 * (state.epochs - this.began.epochs)) / (time - this.began.time);
            this.began = { time, epochs: state.epochs };
        }
    }

    private write(): void {
        const { state, words } = this;
        const rows: [string, string, string][] = [
            [words.loss, number(state?.loss), "--accent"],
            [words.heldLoss, number(state?.heldLoss), "--unsure"],
            [words.gradientNorm, state ? number(lengthOf(state)) : "", "--faint"],
            [words.accuracy, share(state?.accuracy), ""],
            [`${words.accuracy}, ${words.heldLoss}`, share(state?.heldAccuracy), ""],
            [words.speed, this.speed ? String(Math.round(this.speed)) : "", ""],
        ];
        this.numbers.replaceChildren(
            ...rows.map(([name, value, variable]) =>
                create(
                    "div",
                    {},
                    create("dt", variable ? { style: `--mark: var(${variable})`, class: "marked" } : {}, name),
                    create("dd", {}, value || "–"),
                ),
            ),
        );
    }
}

function lengthOf(state: PlayState): number {
    return Math.sqrt(
        state.parameters.reduce(
            (sum, one) => sum + one.gradients.reduce<number>((part, value) => part + Number(value) ** 2, 0),
            0,
        ),
    );
}

function number(value: number | string | undefined): string {
    return value === undefined || !Number.isFinite(Number(value)) ? "" : Number(value).toPrecision(3);
}

function share(value: number | string | undefined): string {
    return value === undefined || !Number.isFinite(Number(value)) ? "" : `${(100 * Number(value)).toFixed(1)} %`;
}
