import { defineConfig } from "vite";

// Names without hashes: the built files are committed, and a change shows as a change of the same file.
export default defineConfig({
    base: "./",
    build: {
        outDir: "built",
        emptyOutDir: true,
        target: "es2023",
        modulePreload: false,
        assetsInlineLimit: 0,
        rollupOptions: {
            output: {
                entryFileNames: "page.js",
                chunkFileNames: "[name].js",
                assetFileNames: "[name][extname]",
            },
        },
    },
    worker: { format: "es", rollupOptions: { output: { entryFileNames: "[name].js" } } },
    server: { fs: { allow: ["../.."] } },
});
