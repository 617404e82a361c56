// Files of images and labels as MNIST has them: IDX, compressed with gzip or not.
export interface IdxFile {
    lengths: number[];
    bytes: Uint8Array;
}

export const side = 28,
    size = side * side;

export async function readIdx(file: Blob): Promise<IdxFile> {
    const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    const isPacked = start[0] === 0x1f && start[1] === 0x8b;
    const stream = isPacked ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
    const all = new DataView(await new Response(stream).arrayBuffer());
    const axes = all.byteLength > 3 && all.getUint16(0) === 0 && all.getUint8(2) === 8 ? all.getUint8(3) : 0;
    if (axes === 0 || all.byteLength < 4 + 4 * axes) throw new Error("This is no IDX file of bytes.");
    const lengths = Array.from({ length: axes }, (_, axis) => all.getUint32(4 + 4 * axis));
    const bytes = new Uint8Array(all.buffer, 4 + 4 * axes);
    const expected = lengths.reduce((product, length) => product * length, 1);
    if (bytes.length !== expected) throw new Error(`The file has ${bytes.length} of ${expected} values: it was cut.`);
    return { lengths, bytes };
}

export function textOf(bytes: Uint8Array): string {
    let text = "";
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
}
