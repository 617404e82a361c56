import { create } from "../page/dom";

export interface Curve {
    values: number[];
    variable: string;
    isDashed?: boolean;
}

// Curves over the epochs with a logarithmic scale: losses and the length of the gradient.
export class Curves {
    readonly element = create("canvas", { class: "curves", role: "img" });
    private curves: Curve[] = [];

    constructor() {
        new ResizeObserver(() => this.draw()).observe(this.element);
    }

    show(curves: Curve[]): void {
        this.curves = curves;
        this.draw();
    }

    private draw(): void {
        const width = this.element.clientWidth * devicePixelRatio,
            height = this.element.clientHeight * devicePixelRatio;
        [this.element.width, this.element.height] = [width, height];
        const all = this.curves.flatMap((curve) => curve.values).filter((value) => value > 0 && Number.isFinite(value));
        if (all.length === 0) return;
        const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)) + 1e-9)];
        const context = this.element.getContext("2d")!,
            style = getComputedStyle(this.element),
            font = 10 * devicePixelRatio;
        const y = (value: number) => 4 + (height - 8) * (1 - (Math.log10(value) - low) / Math.max(high - low, 1));
        context.font = `${font}px ${style.getPropertyValue("--mono")}`;
        for (let power = low; power <= high; power++) {
            context.fillStyle = style.getPropertyValue("color");
            context.globalAlpha = 0.12;
            context.fillRect(0, y(10 ** power), width, 1);
            context.globalAlpha = 1;
            if (power < high) context.fillText(`1e${power}`, 2, y(10 ** power) - 3);
        }
        for (const curve of this.curves) this.stroke(context, curve, style, width, y);
    }

    private stroke(
        context: CanvasRenderingContext2D,
        curve: Curve,
        style: CSSStyleDeclaration,
        width: number,
        y: (value: number) => number,
    ): void {
        context.beginPath();
        context.strokeStyle = this.colorOf(curve.variable, style);
        context.lineWidth = 1.6 * devicePixelRatio;
        context.setLineDash(curve.isDashed ? [5 * devicePixelRatio, 3 * devicePixelRatio] : []);
        curve.values.forEach((value, i) => {
            if (value > 0 && Number.isFinite(value))
                context.lineTo((width * i) / Math.max(curve.values.length - 1, 1), y(value));
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
