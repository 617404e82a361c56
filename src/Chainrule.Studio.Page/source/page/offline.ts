const kept = "chainrule";

// Lets the page work without a network from the first visit on. Where a browser allows no such worker, as private
// windows may, only that is lost.
export async function workOffline(): Promise<void> {
    if (!("serviceWorker" in navigator)) return;
    try {
        await navigator.serviceWorker.register("offline.js");
        await keepLoaded([location.pathname]);
    } catch {
        // It works with a network.
    }
}

// Keeps what this page or worker has loaded so far: the service worker only sees what is loaded after its start.
export async function keepLoaded(more: string[] = []): Promise<void> {
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const own = new Set(loaded.filter((name) => name.startsWith(location.origin)));
    const cache = await caches.open(kept);
    await Promise.allSettled([...more, ...own].map((name) => cache.add(name)));
}
