import { settingsIn } from "../page/settings";
import { activations, type NetworkSettings } from "./network";
import { type DataSettings, dataKinds } from "./data";

// All that a shared address fixes: the data by its recipe, the network, how it is trained.
export interface PlaySettings extends DataSettings, NetworkSettings {
    formula: string;
    heldOut: number;
    optimizer: string;
    rate: number;
    batch: number;
}

export const optimizers = ["sgd", "adam", "rmsprop", "adagrad"];
export const batches = [0, 10, 32, 100];
export const maxLayers = 6,
    maxUnits = 12;

export const usualSettings: PlaySettings = {
    kind: "moons",
    count: 300,
    noise: 0.3,
    seed: 1,
    formula: "0.5 * sin(4*x)",
    heldOut: 0.25,
    layers: [4, 4],
    activation: "tanh",
    ownFunction: "z * exp(-z^2)",
    penalty: 0,
    optimizer: "adam",
    rate: 0.01,
    batch: 0,
};

// Settings from an address: what does not fit takes its usual value.
export function readSettings(text: string | null): PlaySettings {
    const given = settingsIn<PlaySettings>(text);
    const usual = usualSettings;
    const number = (name: keyof PlaySettings, low: number, high: number) => {
        const value = given[name];
        return typeof value === "number" && value >= low && value <= high ? value : (usual[name] as number);
    };
    const word = (name: keyof PlaySettings, known?: readonly string[]) => {
        const value = given[name];
        return typeof value === "string" && value.length < 200 && (!known || known.includes(value))
            ? value
            : (usual[name] as string);
    };
    const layers =
        Array.isArray(given.layers) &&
        given.layers.length <= maxLayers &&
        given.layers.every((one) => Number.isInteger(one) && one >= 1 && one <= maxUnits)
            ? (given.layers as number[])
            : usual.layers;
    return {
        kind: word("kind", [...dataKinds, "formula"]),
        count: number("count", 10, 5000),
        noise: number("noise", 0, 1),
        seed: number("seed", 0, 1e9),
        formula: word("formula"),
        heldOut: number("heldOut", 0, 0.9),
        layers: [...layers],
        activation: word("activation", activations),
        ownFunction: word("ownFunction"),
        penalty: number("penalty", 0, 1),
        optimizer: word("optimizer", optimizers),
        rate: number("rate", 1e-5, 10),
        batch: number("batch", 0, 5000),
    };
}
