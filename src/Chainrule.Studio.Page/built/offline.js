// Keeps what was fetched, so that the page works without a network. With one, the newest is taken.
const kept = "chainrule";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
    const isOwn = new URL(event.request.url).origin === self.location.origin;
    if (isOwn && event.request.method === "GET") event.respondWith(answer(event.request));
});

async function answer(request) {
    const cache = await caches.open(kept);
    try {
        const fresh = await fetch(request);
        if (fresh.ok) await cache.put(request, fresh.clone());
        return fresh;
    } catch (error) {
        const found = await cache.match(request);
        if (found) return found;
        throw error;
    }
}
