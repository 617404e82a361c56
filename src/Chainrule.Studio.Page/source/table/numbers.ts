import type { Measured } from "../play/messages";

// A number in five digits, and in whole where it is whole.
export function shown(value: Measured | undefined): string {
    const number = Number(value);
    if (value === undefined || !Number.isFinite(number)) return "–";
    if (Number.isInteger(number) && Math.abs(number) < 1e7) return String(number);
    const size = Math.abs(number);
    return size >= 1e-3 && size < 1e6 ? String(Number(number.toPrecision(5))) : number.toExponential(3);
}

export function percent(share: Measured): string {
    return `${(100 * Number(share)).toFixed(1)} %`;
}
