// A network as a program of the language: what trains it is what derives it.

export interface NetworkSettings {
    layers: number[];
    activation: string;
    ownFunction: string;
    penalty: number;
}

export const activations = ["tanh", "relu", "sigmoid", "gelu", "silu", "elu", "softplus", "sin", "own"];

export function programOf({ layers, activation, ownFunction, penalty }: NetworkSettings): string {
    const widths = [2, ...layers, 1];
    const name = activation === "own" ? "f" : activation;
    const initializer = ["relu", "gelu", "silu", "elu", "softplus"].includes(activation) ? "he" : "xavier";
    const lines = ["input X[m, 2], Y[m, 1]"];
    widths.slice(1).forEach((width, i) => {
        const kind = i === layers.length ? "xavier" : initializer;
        lines.push(`param W${i + 1}[${widths[i]}, ${width}] ~ ${kind}, b${i + 1}[${width}]`);
    });
    if (activation === "own") lines.push(`def f(z) = ${ownFunction.replaceAll("\n", " ")}`);
    let last = "X";
    layers.forEach((_, i) => {
        lines.push(`z${i + 1} = ${last} @ W${i + 1} + b${i + 1}`, `h${i + 1} = ${name}(z${i + 1})`);
        last = `h${i + 1}`;
    });
    const top = layers.length + 1;
    lines.push(`z${top} = ${last} @ W${top} + b${top}`, `p = sigmoid(z${top})`);
    const squares = widths
        .slice(1)
        .map((_, i) => `sum(W${i + 1}^2)`)
        .join(" + ");
    lines.push(`loss = mean(binary_cross_entropy(z${top}, Y))${penalty > 0 ? ` + ${penalty} * (${squares})` : ""}`);
    lines.push("minimize loss", "output p");
    return `${lines.join("\n")}\n`;
}

// The values of which maps are drawn: each layer, and the answer.
export function shownValues(layers: number[]): string[] {
    return [...layers.map((_, i) => `h${i + 1}`), "p"];
}
