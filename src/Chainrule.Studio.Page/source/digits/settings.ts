import { settingsIn } from "../page/settings";

// All that a shared address fixes of the Digits room.
export interface DigitsSettings {
    layers: number[];
    activation: string;
    optimizer: string;
    rate: number;
    batch: number;
    seed: number;
}

export const layerChoices: readonly string[] = ["", "16", "32", "64", "128", "32-16", "64-32"];
export const activations = ["relu", "tanh", "sigmoid", "gelu", "silu"];
export const optimizers = ["adam", "sgd", "rmsprop", "adagrad"];
export const batches = [20, 50, 100, 200];

export const usualSettings: DigitsSettings = {
    layers: [32],
    activation: "relu",
    optimizer: "adam",
    rate: 0.005,
    batch: 100,
    seed: 1,
};

// Settings from an address: what does not fit takes its usual value.
export function readSettings(text: string | null): DigitsSettings {
    const given = settingsIn<DigitsSettings>(text);
    const usual = usualSettings;
    const one = <T>(value: unknown, known: readonly T[], otherwise: T) =>
        known.includes(value as T) ? (value as T) : otherwise;
    const within = (value: unknown, low: number, high: number, otherwise: number) =>
        typeof value === "number" && value >= low && value <= high ? value : otherwise;
    const layers = Array.isArray(given.layers) ? given.layers.join("-") : null;
    return {
        layers: layersOf(one(layers, layerChoices, usual.layers.join("-"))),
        activation: one(given.activation, activations, usual.activation),
        optimizer: one(given.optimizer, optimizers, usual.optimizer),
        rate: within(given.rate, 1e-4, 10, usual.rate),
        batch: one(given.batch, batches, usual.batch),
        seed: Math.round(within(given.seed, 0, 1e9, usual.seed)),
    };
}

export function layersOf(choice: string): number[] {
    return choice === "" ? [] : choice.split("-").map(Number);
}

// The score of a class as a program of the pixels: its derivation is the formula of the picture "for and against".
export function scoreProgram({ layers, activation }: DigitsSettings): string {
    const widths = [784, ...layers, 10];
    const lines = ["param X[1, 784]", "input c[10]"];
    let last = "X";
    widths.slice(1).forEach((width, i) => {
        const isLast = i === layers.length,
            z = isLast ? "z" : `z${i + 1}`;
        lines.push(`input W${i + 1}[${widths[i]}, ${width}], b${i + 1}[${width}]`);
        lines.push(`${z} = ${last} @ W${i + 1} + b${i + 1}`);
        if (!isLast) lines.push(`h${i + 1} = ${activation}(z${i + 1})`);
        last = `h${i + 1}`;
    });
    return `${[...lines, "s = sum(c * z)", "minimize s"].join("\n")}\n`;
}
