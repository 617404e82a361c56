import type { Transport } from "./engine";

export const unreachable = "There is no answer: is `chainrule studio` still running?";

// The engine behind the server that the page comes from, which keeps one for each page that is open.
export class LocalEngine implements Transport {
    private readonly page = crypto.randomUUID();

    async ask(question: string, json: string): Promise<string> {
        const response = await fetch(`ask/${question}?page=${this.page}`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: json,
        }).catch(() => {
            throw new Error(unreachable);
        });
        if (response.status === 413) throw new Error("This is more than the engine takes in one question, 2 MB.");
        if (!response.ok) throw new Error(`The engine failed (${response.status}), which it never should.`);
        return response.text();
    }
    watchRuns(tell: (json: string | null) => void): () => void {
        const events = new EventSource("runs");
        events.onmessage = (event: MessageEvent<string>) => tell(event.data);
        // It tries again by itself.
        events.onerror = () => tell(null);
        return () => events.close();
    }
}
