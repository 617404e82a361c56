import { side } from "./idx";

// Draws ink on nothing: the amount of ink is how opaque a pixel is.
export function drawInk(canvas: HTMLCanvasElement, pixels: Uint8Array, color: string): void {
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext("2d")!;
    const [red, green, blue] = (color.match(/[\d.]+/g) ?? ["0", "0", "0"]).map(Number);
    const picture = context.createImageData(side, side);
    pixels.forEach((amount, i) => picture.data.set([red!, green!, blue!, amount], 4 * i));
    context.putImageData(picture, 0, 0);
}
