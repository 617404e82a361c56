// What can be shared stands behind the # of the address, which no server is sent: room, language, and the program
// (packed, so that long ones fit).

export class Address {
    private readonly parts: URLSearchParams;

    private constructor(fragment: string) {
        this.parts = new URLSearchParams(fragment);
    }

    static current(): Address {
        return new Address(location.hash.slice(1));
    }

    get(name: string): string | null {
        return this.parts.get(name);
    }

    // Replaces a part; the way back leads to the page before, not through each letter typed.
    static set(changes: Record<string, string | null>): void {
        const { parts } = Address.current();
        for (const [name, value] of Object.entries(changes)) {
            if (value === null) parts.delete(name);
            else parts.set(name, value);
        }
        history.replaceState(null, "", `#${parts}`);
    }
}

export async function pack(text: string): Promise<string> {
    const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
    return btoa(String.fromCharCode(...bytes))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, "");
}

// Null where the address was cut or changed on its way.
export async function unpack(packed: string): Promise<string | null> {
    try {
        const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
        const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
        const stream = new DecompressionStream("deflate-raw");
        return new TextDecoder().decode(await through(bytes, stream, 1_000_000));
    } catch {
        return null;
    }
}

async function through(
    bytes: Uint8Array<ArrayBuffer>,
    stream: CompressionStream | DecompressionStream,
    atMost = Infinity,
): Promise<Uint8Array> {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        pieces.push(piece.value);
        length += piece.value.length;
        if (length > atMost) throw new Error("too long");
    }
    const all = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
    }
    return all;
}
