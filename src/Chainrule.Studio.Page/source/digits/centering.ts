import { side, size } from "./idx";

// As the digits of MNIST were made: the drawing is scaled until its longer side has 20 pixels, and shifted until the
// center of its ink is the center of the image.
const longest = 20;

export function centered(drawing: HTMLCanvasElement): Uint8Array {
    const { width, height } = drawing;
    const ink = drawing.getContext("2d")!.getImageData(0, 0, width, height).data;
    let [left, top, right, bottom] = [width, height, 0, 0];
    for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
            if (ink[4 * (y * width + x) + 3]! < 32) continue;
            left = Math.min(left, x);
            right = Math.max(right, x + 1);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y + 1);
        }
    }
    if (right <= left) return new Uint8Array(size);
    // A dot is not blown up to a disk.
    const extent = Math.max(right - left, bottom - top, width / 5);
    // Each pixel is the mean of the ink above it, weighed by how much of it lies there.
    const scale = longest / extent,
        wide = new Float32Array(size);
    const [middleX, middleY] = centerOfInk(ink, width, { left, top, right, bottom });
    for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
            const amount = ink[4 * (y * width + x) + 3]!;
            if (amount === 0) continue;
            spread(wide, side / 2 + (x + 0.5 - middleX) * scale, side / 2 + (y + 0.5 - middleY) * scale, scale, amount);
        }
    }
    return Uint8Array.from(wide, (value) => Math.min(255, Math.round(value)));
}

interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
}

function centerOfInk(ink: Uint8ClampedArray, width: number, box: Box): [number, number] {
    let [sum, sumX, sumY] = [0, 0, 0];
    for (let y = box.top; y < box.bottom; y++) {
        for (let x = box.left; x < box.right; x++) {
            const amount = ink[4 * (y * width + x) + 3]!;
            sum += amount;
            sumX += amount * (x + 0.5);
            sumY += amount * (y + 0.5);
        }
    }
    return [sumX / sum, sumY / sum];
}

// Lays a small square with its center at (x, y) on the pixels that it touches.
function spread(pixels: Float32Array, x: number, y: number, edge: number, amount: number): void {
    const [left, right, top, bottom] = [x - edge / 2, x + edge / 2, y - edge / 2, y + edge / 2];
    for (let row = Math.floor(top); row < bottom; row++) {
        for (let column = Math.floor(left); column < right; column++) {
            if (row < 0 || column < 0 || row >= side || column >= side) continue;
            const across = Math.min(right, column + 1) - Math.max(left, column);
            const down = Math.min(bottom, row + 1) - Math.max(top, row);
            pixels[row * side + column]! += amount * across * down;
        }
    }
}
