// Bytes as text and back, as questions and answers carry them.

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

export function download(name: string, bytes: string): void {
    const all = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([all], { type: "application/octet-stream" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
