import { settingsIn } from "../page/settings";

// All of the room that a shared address fixes: how a network is trained, and nothing of the table.
export interface TableSettings {
    layers: string;
    activation: string;
    epochs: number;
    rate: number;
    batch: number;
    heldOut: number;
    validation: number;
    seed: number;
}

export const tableActivations = ["relu", "tanh", "sigmoid", "gelu", "silu", "elu", "softplus"];
export const tableBatches = [8, 16, 32, 64, 128, 256];

const usual: TableSettings = {
    layers: "32, 16",
    activation: "relu",
    // As many as suit the table.
    epochs: 0,
    rate: 0.001,
    batch: 32,
    heldOut: 0.2,
    validation: 0.1,
    seed: 1,
};

// Settings from an address: what does not fit takes its usual value.
export function readTableSettings(text: string | null): TableSettings {
    const given = settingsIn<TableSettings>(text);
    const number = (name: keyof TableSettings, low: number, high: number, isWhole = false) => {
        const value = given[name];
        const fits = typeof value === "number" && value >= low && value <= high && (!isWhole || Number.isInteger(value));
        return fits ? value : (usual[name] as number);
    };
    const { layers, activation } = given;
    return {
        layers: typeof layers === "string" && layers.length < 100 ? layers : usual.layers,
        activation:
            typeof activation === "string" && tableActivations.includes(activation) ? activation : usual.activation,
        epochs: number("epochs", 0, 100_000, true),
        rate: number("rate", 1e-5, 10),
        batch: number("batch", 1, 100_000, true),
        heldOut: number("heldOut", 0, 0.9),
        validation: number("validation", 0, 0.9),
        seed: number("seed", 0, 1e9, true),
    };
}

// The units of the hidden layers: numbers with anything else between them.
export function unitsOf(layers: string): number[] {
    return (layers.match(/\d+/g) ?? []).map(Number);
}
