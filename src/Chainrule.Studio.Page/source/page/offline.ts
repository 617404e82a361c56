// Lets the page work without a network from the first visit on: offline.js keeps all of its files before it is ready.
// Where a browser allows no such worker, as private windows may, only that is lost.
export async function workOffline(): Promise<void> {
    try {
        // The list of files is part of the worker, and is not to come from a cache either.
        await navigator.serviceWorker?.register("offline.js", { updateViaCache: "none" });
    } catch {
        // It works with a network.
    }
}
