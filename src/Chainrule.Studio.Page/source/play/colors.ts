// Orange for label 0, blue for label 1, the page between: told apart by every kind of eye.

type Color = [number, number, number];

const zero: Color = [217, 119, 6],
    one: Color = [36, 87, 197];
const paper = { light: [253, 253, 252] as Color, dark: [21, 25, 31] as Color };

export function isDark(): boolean {
    const theme = document.documentElement.dataset["theme"];
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function labelColor(label: number): string {
    return isDark() ? (label ? "#6f9dff" : "#f0a341") : `rgb(${(label ? one : zero).join(",")})`;
}

// After the theme has changed: what is painted on a canvas does not follow by itself.
export function onTheme(repaint: () => void): void {
    new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}

// A color for each byte of a map, as four bytes each.
export function palette(strength: number): Uint8ClampedArray {
    const colors = new Uint8ClampedArray(4 * 256),
        middle = paper[isDark() ? "dark" : "light"];
    for (let byte = 0; byte < 256; byte++) {
        const amount = Math.max(-1, Math.min(1, (byte - 128) / 127)),
            end = amount < 0 ? zero : one;
        const share = strength * Math.abs(amount) ** 0.8;
        for (let channel = 0; channel < 3; channel++)
            colors[4 * byte + channel] = middle[channel]! + share * (end[channel]! - middle[channel]!);
        colors[4 * byte + 3] = 255;
    }
    return colors;
}

// Draws one unit's map, a pixel for each point of it.
export function drawMap(
    canvas: HTMLCanvasElement,
    bytes: Uint8Array,
    unit: number,
    cells: number,
    colors: Uint8ClampedArray,
): void {
    if (canvas.width !== cells) canvas.width = canvas.height = cells;
    const context = canvas.getContext("2d")!;
    const picture = context.createImageData(cells, cells);
    const from = unit * cells * cells;
    for (let i = 0; i < cells * cells; i++) {
        const color = 4 * bytes[from + i]!;
        for (let channel = 0; channel < 4; channel++) picture.data[4 * i + channel] = colors[color + channel]!;
    }
    context.putImageData(picture, 0, 0);
}
