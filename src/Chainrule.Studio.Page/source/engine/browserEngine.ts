import type { Transport } from "./engine";

interface Waiting {
  resolve(answer: string): void;
  reject(error: Error): void;
}

// The engine as WebAssembly in a worker, so that the page never waits for it.
export class BrowserEngine implements Transport {
  private readonly worker = new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" });
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor() {
    this.worker.onmessage = (event: MessageEvent<{ id: number; answer?: string; error?: string }>) => {
      const { id, answer, error } = event.data;
      const one = this.waiting.get(id);
      this.waiting.delete(id);
      if (answer === undefined) one?.reject(new Error(error));
      else one?.resolve(answer);
    };
    this.worker.onerror = (event) => this.rejectAll(event.message || "The engine could not be loaded.");
  }

  ask(question: string, json: string): Promise<string> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, question, json });
    });
  }

  private rejectAll(message: string): void {
    for (const one of this.waiting.values()) one.reject(new Error(message));
    this.waiting.clear();
  }
}
