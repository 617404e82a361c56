// Bytes as text and back, as questions and answers carry them, and as files.

import { create } from "./dom";

export async function textOf(file: Blob): Promise<string> {
    const reader = new FileReader();
    const read = new Promise((resolve, reject) => {
        reader.onload = resolve;
        reader.onerror = () => reject(reader.error ?? new Error("The file cannot be read."));
    });
    reader.readAsDataURL(file);
    await read;
    const address = String(reader.result);
    return address.slice(address.indexOf(",") + 1);
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

// Hands a file to the visitor. The browser may read it a little later.
export function download(name: string, content: BlobPart, type = "application/octet-stream"): void {
    const address = URL.createObjectURL(new Blob([content], { type }));
    create("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
