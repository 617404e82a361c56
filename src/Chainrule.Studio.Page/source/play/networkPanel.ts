import type { DeriveAnswer } from "../engine/messages";
import { create } from "../page/dom";
import { choice, slider, textField } from "./controls";
import type { PlayState, WeightAnswer } from "./messages";
import { activations } from "./network";
import { NetworkView } from "./networkView";
import { maxLayers, maxUnits, type PlaySettings } from "./settings";
import { WeightTip } from "./weightTip";
import { playWordsOf, type PlayWords } from "./words";

const penalties = [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03];

// The network and what it is made of.
export class NetworkPanel {
    readonly element: HTMLElement;
    private readonly heading = create("h2", {});
    private readonly fewer = create(
        "button",
        { type: "button", click: () => this.layers(this.settings.layers.slice(0, -1)) },
        "−",
    );
    private readonly more = create(
        "button",
        { type: "button", click: () => this.layers([...this.settings.layers, 4]) },
        "+",
    );
    private readonly count = create("span", {});
    private readonly activation = choice(activations, (activation) => this.change({ activation }));
    private readonly own = textField((ownFunction) => this.change({ ownFunction }));
    private readonly penalty = slider(
        { min: 0, max: penalties.length - 1, step: 1 },
        (at) => String(penalties[at]),
        (at) => this.change({ penalty: penalties[at] ?? 0 }),
    );
    private readonly derive: HTMLButtonElement;
    private readonly view: NetworkView;
    private words: PlayWords = playWordsOf("en");
    private lines = new Map<string, string>();

    constructor(
        private readonly settings: PlaySettings,
        private readonly onChange: () => void,
        onDerive: () => void,
        next: (parameter: string, index: number) => Promise<WeightAnswer>,
    ) {
        const tip = new WeightTip(
            (parameter) => this.lines.get(parameter) ?? null,
            () => this.settings.optimizer,
            next,
            () => this.words,
        );
        this.view = new NetworkView(tip, (layer, units) => this.resize(layer, units));
        this.derive = create("button", { type: "button", class: "link", click: onDerive });
        this.element = create(
            "section",
            { class: "panel network-panel" },
            create(
                "div",
                { class: "heading" },
                this.heading,
                create("div", { class: "stepper" }, this.fewer, this.count, this.more),
                this.activation.element,
                this.own.element,
                this.penalty.element,
                this.derive,
            ),
            this.view.element,
        );
        this.activation.set(settings.activation);
        this.own.set(settings.ownFunction);
        this.penalty.set(Math.max(penalties.indexOf(settings.penalty), 0));
    }

    speak(words: PlayWords): void {
        this.words = words;
        this.heading.textContent = words.network;
        this.fewer.setAttribute("aria-label", words.removeLayer);
        this.more.setAttribute("aria-label", words.addLayer);
        this.activation.label(words.activation);
        this.activation.names((name) => (name === "own" ? words.own.replace(" =", "") : name));
        this.own.label(words.own);
        this.penalty.label(words.penalty);
        this.derive.textContent = words.derive;
        this.view.name(words.weights);
        this.build();
    }

    build(): void {
        const { layers, activation } = this.settings,
            { words } = this;
        this.own.element.hidden = activation !== "own";
        this.fewer.disabled = layers.length === 0;
        this.more.disabled = layers.length === maxLayers;
        this.count.textContent = `${layers.length}`;
        this.count.title = words.layers;
        this.view.build(layers, {
            inputs: ["x₁", "x₂"],
            output: "p",
            units: words.units,
            more: words.more,
            fewer: words.fewer,
        });
    }

    show(state: PlayState, cells: number): void {
        this.view.show(state, cells);
    }

    // The derived lines, which a weight's tip shows.
    explain(answer: DeriveAnswer): void {
        this.lines = new Map(answer.costs[0]?.backward.map((line) => [line.of, line.equation]));
    }

    private resize(layer: number, units: number): void {
        this.layers(
            this.settings.layers.map((count, i) => (i === layer ? Math.max(1, Math.min(units, maxUnits)) : count)),
        );
    }

    private layers(layers: number[]): void {
        this.change({ layers });
    }

    private change(changes: Partial<PlaySettings>): void {
        Object.assign(this.settings, changes);
        this.build();
        this.onChange();
    }
}
