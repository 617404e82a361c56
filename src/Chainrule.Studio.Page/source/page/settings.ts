// What an address says of a room's settings. Anybody may have written it: each value is still to be looked at.
export function settingsIn<T>(text: string | null): Partial<Record<keyof T, unknown>> {
    try {
        const read: unknown = JSON.parse(text ?? "{}");
        if (read !== null && typeof read === "object") return read;
    } catch {
        // An address that was cut.
    }
    return {};
}
