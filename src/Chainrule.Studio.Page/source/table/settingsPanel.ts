import { create } from "../page/dom";
import { choice, slider, textField } from "../play/controls";
import { tableActivations, tableBatches, type TableSettings } from "./settings";
import type { TableWords } from "./words";

const shares = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
const percent = (at: number) => `${Math.round(100 * (shares[at] ?? 0))} %`;
const nearest = (share: number) =>
    shares.reduce((best, one, at) => (Math.abs(one - share) < Math.abs(shares[best]! - share) ? at : best), 0);
const rateAt = (power: number) => Number((10 ** power).toPrecision(2));
const wholeOf = (text: string) => Math.max(0, Math.round(Number(text)) || 0);
const places = { min: 0, max: shares.length - 1, step: 1 };

// The network and how it is trained; a change begins a new training, except that of the epochs.
export class SettingsPanel {
    readonly element: HTMLElement;
    private readonly layers = textField((layers) => this.change({ layers }));
    private readonly activation = choice(tableActivations, (activation) => this.change({ activation }));
    private readonly epochs = textField((text) => this.change({ epochs: wholeOf(text) }, false));
    private readonly rate = slider({ min: -4, max: 0, step: 0.05 }, (power) => String(rateAt(power)), (power) =>
        this.change({ rate: rateAt(power) }),
    );
    private readonly batch = choice(tableBatches, (batch) => this.change({ batch }));
    private readonly heldOut = slider(places, percent, (at) => this.change({ heldOut: shares[at]! }));
    private readonly validation = slider(places, percent, (at) => this.change({ validation: shares[at]! }));
    private readonly seed = textField((text) => this.change({ seed: wholeOf(text) }));

    constructor(
        private readonly settings: TableSettings,
        private readonly onChange: (restarts: boolean) => void,
    ) {
        this.element = create("div", { class: "fields" }, ...this.fields.map(([, field]) => field.element));
        this.layers.set(settings.layers);
        this.activation.set(settings.activation);
        this.rate.set(Math.log10(settings.rate));
        this.batch.set(settings.batch);
        this.heldOut.set(nearest(settings.heldOut));
        this.validation.set(nearest(settings.validation));
        this.seed.set(String(settings.seed));
    }

    private get fields() {
        return [
            ["layers", this.layers],
            ["activation", this.activation],
            ["epochs", this.epochs],
            ["rate", this.rate],
            ["batch", this.batch],
            ["heldOut", this.heldOut],
            ["validation", this.validation],
            ["seed", this.seed],
        ] as const;
    }

    speak(words: TableWords): void {
        for (const [name, field] of this.fields) field.label(words[name]);
    }

    // The epochs that suit the table stand in the field until somebody writes others.
    showEpochs(epochs: number): void {
        this.epochs.set(String(epochs));
    }

    private change(changes: Partial<TableSettings>, restarts = true): void {
        Object.assign(this.settings, changes);
        this.onChange(restarts);
    }
}
