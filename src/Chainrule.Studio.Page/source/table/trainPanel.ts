import { create } from "../page/dom";
import { Curves } from "../play/curves";
import type { Epoch, TableState } from "./messages";
import { shown } from "./numbers";
import type { TableWords } from "./words";

export interface TrainActions {
    toggle(): void;
    restart(): void;
    download(): void;
}

// Train, stop and go on; the course of the training as curves.
export class TrainPanel {
    private readonly run = create("button", { type: "button", class: "primary", click: () => this.actions.toggle() });
    private readonly again = create("button", { type: "button", class: "quiet", click: () => this.actions.restart() });
    private readonly save = create("button", { type: "button", click: () => this.actions.download() });
    private readonly epochLabel = create("span", {});
    private readonly epoch = create("output", {});
    private readonly bar = create("progress", { max: 1, value: 0 });
    private readonly network = create("p", { class: "hint" });
    private readonly curves = [new Curves(), new Curves(true)] as const;
    private readonly titles = [create("h3", {}), create("h3", {})] as const;
    private readonly numbers = create("dl", { class: "numbers" });
    readonly element = create(
        "div",
        { class: "train" },
        create(
            "div",
            { class: "train-bar" },
            this.run,
            this.again,
            create("div", { class: "trained-epochs" }, this.epochLabel, this.epoch),
            this.bar,
            this.save,
        ),
        this.network,
        create(
            "div",
            { class: "two-curves" },
            ...this.curves.map((one, i) => create("figure", {}, this.titles[i]!, one.element)),
        ),
        this.numbers,
    );
    private words: TableWords | null = null;
    private metric = "";
    private last: Epoch | undefined;
    private done = 0;
    private until = 0;
    private isRunning = false;

    constructor(private readonly actions: TrainActions) {}

    speak(words: TableWords): void {
        this.words = words;
        this.again.textContent = words.again;
        this.save.textContent = words.download;
        this.save.title = words.downloadAbout;
        this.epochLabel.textContent = words.epoch;
        this.bar.setAttribute("aria-label", words.epoch);
        this.titles[0].textContent = words.loss;
        this.showRunning(this.isRunning);
        this.write();
    }

    showRunning(isRunning: boolean): void {
        this.isRunning = isRunning;
        const { words } = this;
        this.run.textContent = !words ? "" : isRunning ? words.stop : this.done > 0 ? words.goOn : words.train;
    }

    show(state: TableState, epochs: Epoch[], until: number): void {
        const { words } = this;
        if (state.metric) this.metric = state.metric;
        [this.last, this.done, this.until] = [epochs.at(-1), epochs.at(-1)?.epoch ?? 0, until];
        this.network.textContent =
            `${state.network} · ${state.parameters} ${words?.parameters ?? ""}` +
            (state.penalty > 0 ? ` · ${words?.penalty ?? ""} ${shown(state.penalty)}` : "") +
            (state.bestEpoch > 0 ? ` · ${words?.best ?? ""} ${state.bestEpoch}` : "");
        const pair = (of: "loss" | "value") => [
            { values: epochs.map((epoch) => Number(epoch[of])), variable: "--accent" },
            {
                values: epochs.map((epoch) => Number(epoch[of === "loss" ? "validationLoss" : "validationValue"])),
                variable: "--unsure",
                isDashed: true,
            },
        ];
        this.curves[0].show(pair("loss"));
        this.curves[1].show(pair("value"), this.metric === "accuracy");
        this.write();
        this.showRunning(this.isRunning);
    }

    private write(): void {
        const { words, last } = this;
        if (!words) return;
        this.save.disabled = this.done === 0;
        this.epoch.textContent = `${this.done} / ${this.until}`;
        this.bar.value = this.until === 0 ? 0 : this.done / this.until;
        this.titles[1].textContent = this.metric || words.metric;
        this.curves[0].element.setAttribute("aria-label", words.loss);
        this.curves[1].element.setAttribute("aria-label", this.metric || words.metric);
        const rows: [string, string, string][] = [
            [`${words.loss}, ${words.training}`, shown(last?.loss), "--accent"],
            [`${words.loss}, ${words.held}`, shown(last?.validationLoss), "--unsure"],
            [`${this.metric || words.metric}, ${words.training}`, shown(last?.value), "--accent"],
            [`${this.metric || words.metric}, ${words.held}`, shown(last?.validationValue), "--unsure"],
        ];
        this.numbers.replaceChildren(
            ...rows.map(([name, value, mark]) =>
                create(
                    "div",
                    {},
                    create("dt", { class: "marked", style: `--mark: var(${mark})` }, name),
                    create("dd", {}, value),
                ),
            ),
        );
    }
}
