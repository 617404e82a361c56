import { create } from "../page/dom";
import { onTheme } from "./colors";

export interface Curve {
    values: number[];
    variable: string;
    isDashed?: boolean;
}

// Curves over the epochs: of losses and lengths with a logarithmic scale, of shares with a linear one.
export class Curves {
    readonly element = create("canvas", { class: "curves", role: "img" });
    private curves: Curve[] = [];

    constructor(private isLinear = false) {
        new ResizeObserver(() => this.draw()).observe(this.element);
        onTheme(() => this.draw());
    }

    show(curves: Curve[], isLinear = this.isLinear): void {
        this.isLinear = isLinear;
        this.curves = curves;
        this.draw();
    }

    private draw(): void {
        const width = this.element.clientWidth * devicePixelRatio,
            height = this.element.clientHeight * devicePixelRatio;
        [this.element.width, this.element.height] = [width, height];
        const all = this.curves.flatMap((curve) => curve.values).filter((value) => this.isShown(value));
        if (all.length === 0) return;
        const [least, most] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
        const { low, high, marks } = this.isLinear ? linearScale(least, most) : logarithmicScale(least, most);
        const count = Math.max(...this.curves.map((curve) => curve.values.length));
        const context = this.element.getContext("2d")!,
            style = getComputedStyle(this.element),
            font = 10 * devicePixelRatio;
        const place = (value: number) => (this.isLinear ? value : Math.log10(value));
        const y = (value: number) => 4 + (height - 8) * (1 - (place(value) - low) / (high - low || 1));
        context.font = `${font}px ${style.getPropertyValue("--mono")}`;
        for (const { value, text } of marks) {
            context.fillStyle = style.getPropertyValue("color");
            context.globalAlpha = 0.12;
            context.fillRect(0, y(value), width, 1);
            context.globalAlpha = 1;
            if (place(value) < high) context.fillText(text, 2, y(value) - 3);
        }
        for (const curve of this.curves) this.stroke(context, curve, style, (at) => (width * at) / (count - 1 || 1), y);
    }

    private isShown(value: number): boolean {
        return Number.isFinite(value) && (this.isLinear || value > 0);
    }

    private stroke(
        context: CanvasRenderingContext2D,
        curve: Curve,
        style: CSSStyleDeclaration,
        x: (at: number) => number,
        y: (value: number) => number,
    ): void {
        context.beginPath();
        context.strokeStyle = this.colorOf(curve.variable, style);
        context.lineWidth = 1.6 * devicePixelRatio;
        context.setLineDash(curve.isDashed ? [5 * devicePixelRatio, 3 * devicePixelRatio] : []);
        curve.values.forEach((value, i) => {
            if (this.isShown(value)) context.lineTo(x(i), y(value));
        });
        context.stroke();
    }

    // A canvas does not know light-dark(): an element does.
    private colorOf(variable: string, style: CSSStyleDeclaration): string {
        const before = this.element.style.outlineColor;
        this.element.style.outlineColor = `var(${variable})`;
        const color = style.outlineColor;
        this.element.style.outlineColor = before;
        return color;
    }
}

interface Scale {
    low: number;
    high: number;
    marks: { value: number; text: string }[];
}

// A number of few digits, in powers of ten where zeros would fill it up.
function short(value: number): string {
    const size = Math.abs(value);
    const isPlain = size === 0 || (size >= 1e-4 && size < 1e5);
    const rounded = Number(value.toPrecision(6));
    return isPlain ? String(rounded) : rounded.toExponential().replace("e+", "e");
}

// Between powers of ten that hold all values; over less than two of these between 1, 2 and 5 times them.
function logarithmicScale(least: number, most: number): Scale {
    const near = linearScale(least, most);
    if (most < 5 * least && near.low > 0)
        return { low: Math.log10(near.low), high: Math.log10(near.high), marks: near.marks };
    const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most) + 1e-9)];
    const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    if (Math.log10(most / least) >= 2)
        return { low: first, high: last, marks: powers.map((power) => ({ value: 10 ** power, text: `1e${power}` })) };
    const steps = powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
    const from = steps.findLastIndex((step) => step <= least),
        to = steps.findIndex((step) => step > most);
    return {
        low: Math.log10(steps[from] ?? least),
        high: Math.log10(steps[to] ?? most),
        marks: steps.slice(Math.max(from, 0), to + 1).map((value) => ({ value, text: short(value) })),
    };
}

// Between round numbers that hold all values.
function linearScale(least: number, most: number): Scale {
    const range = most - least || Math.abs(most) || 1,
        rough = range / 3,
        power = 10 ** Math.floor(Math.log10(rough)),
        step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
    const [first, last] = [Math.floor(least / step), Math.max(Math.ceil(most / step), Math.floor(least / step) + 1)];
    const marks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
    return {
        low: first * step,
        high: last * step,
        marks: marks.map((value) => ({ value, text: short(value) })),
    };
}
