import type { Engine } from "../engine/engine";
import { readIdx, size, textOf } from "./idx";
import type { DigitsCounts } from "./messages";

// A part stays below what the local server takes in a question.
const partImages = 1000;

// The digits that come with the page.
export async function sendShipped(engine: Engine): Promise<DigitsCounts> {
    const [images, labels] = await Promise.all(
        ["digit-images.gz", "digit-labels.gz"].map(async (name) => {
            const response = await fetch(name);
            if (!response.ok) throw new Error(`${name}: ${response.status}`);
            return response.blob();
        }),
    );
    return send(engine, images!, labels!);
}

// Files that were opened, in any order: one of images and one of labels.
export async function sendFiles(engine: Engine, files: readonly Blob[], refusal: string): Promise<DigitsCounts> {
    if (files.length !== 2) throw new Error(refusal);
    const [first, second] = files as [Blob, Blob];
    return first.size > second.size ? send(engine, first, second) : send(engine, second, first);
}

// The last ones are held out: an eighth.
async function send(engine: Engine, imageFile: Blob, labelFile: Blob): Promise<DigitsCounts> {
    const [images, labels] = await Promise.all([readIdx(imageFile), readIdx(labelFile)]);
    const count = labels.bytes.length;
    let counts: DigitsCounts = { train: 0, held: 0 };
    for (let from = 0; from < count; from += partImages) {
        const to = Math.min(from + partImages, count);
        const isLast = to === count;
        counts = await engine.ask("digitsData", {
            images: textOf(images.bytes.subarray(from * size, isLast ? undefined : to * size)),
            labels: textOf(labels.bytes.subarray(from, to)),
            isFirst: from === 0,
            held: isLast ? Math.max(1, Math.floor(count / 8)) : 0,
        });
    }
    return counts;
}
