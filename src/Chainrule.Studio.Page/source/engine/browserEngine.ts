import { EngineRefusal, type Transport } from "./engine";

interface Waiting {
    resolve(answer: string): void;
    reject(error: Error): void;
    timer: number;
}

// No program that a person writes takes as long: the worker is then given up, and another one started.
const patience = 30_000;
const tooLong = "This takes too long in a browser, and was given up: try less of it, or `chainrule studio`.";

// The engine as WebAssembly in a worker, so that the page never waits for it.
export class BrowserEngine implements Transport {
    private readonly waiting = new Map<number, Waiting>();
    private worker = this.start();
    private isLoaded = false;
    private last = 0;

    ask(question: string, json: string): Promise<string> {
        const id = ++this.last;
        return new Promise((resolve, reject) => {
            const timer = this.isLoaded
                ? window.setTimeout(() => this.startAgain(new EngineRefusal(tooLong)), patience)
                : 0;
            this.waiting.set(id, { resolve, reject, timer });
            this.worker.postMessage({ id, question, json });
        });
    }

    private start(): Worker {
        const worker = new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" });
        worker.onmessage = (event: MessageEvent<{ id: number; answer?: string; error?: string }>) => {
            const { id, answer, error } = event.data;
            const one = this.waiting.get(id);
            this.waiting.delete(id);
            clearTimeout(one?.timer);
            this.isLoaded = true;
            if (answer !== undefined) return one?.resolve(answer);
            // What went wrong in the runtime, such as a full stack, may have left it unfit for more.
            one?.reject(new Error(error));
            this.startAgain(new Error("The engine was started again."));
        };
        worker.onerror = (event) => this.rejectAll(new Error(event.message || "The engine could not be loaded."));
        return worker;
    }

    private startAgain(why: Error): void {
        this.worker.terminate();
        this.worker = this.start();
        this.isLoaded = false;
        this.rejectAll(why);
    }

    private rejectAll(why: Error): void {
        for (const one of this.waiting.values()) {
            clearTimeout(one.timer);
            one.reject(why);
        }
        this.waiting.clear();
    }
}
