// Keeps every file of the page, so that it works without a network. With one, the newest is taken.
const kept = "chainrule";

// Written when the page is published: the files and what is in them. A browser that finds another list than the one it
// has installs this worker anew.
importScripts("files.js");
const own = ["./", ...self.published.map(([name]) => name)].map((name) => new URL(name, self.location.href).href);

self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(keepAll());
});
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), dropOthers()])));
self.addEventListener("fetch", (event) => {
    const isOwn = new URL(event.request.url).origin === self.location.origin;
    if (isOwn && event.request.method === "GET") event.respondWith(answer(event.request));
});

// All or none: a file that is missing would only be missed without a network.
async function keepAll() {
    const cache = await caches.open(kept);
    await cache.addAll(own.map((address) => new Request(address, { cache: "no-cache" })));
}

async function dropOthers() {
    const cache = await caches.open(kept);
    const others = (await cache.keys()).filter((request) => !own.includes(request.url));
    await Promise.all(others.map((request) => cache.delete(request)));
}

async function answer(request) {
    const cache = await caches.open(kept);
    try {
        const fresh = await fetch(request);
        if (fresh.ok && own.includes(request.url)) await cache.put(request, fresh.clone());
        return fresh;
    } catch (error) {
        const found = await cache.match(request, { ignoreSearch: true });
        if (found) return found;
        throw error;
    }
}
