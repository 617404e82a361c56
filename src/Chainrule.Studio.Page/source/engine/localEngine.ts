import type { Transport } from "./engine";

// The engine behind the server that the page comes from, which keeps one for each page that is open.
export class LocalEngine implements Transport {
    private readonly page = crypto.randomUUID();

    async ask(question: string, json: string): Promise<string> {
        const response = await fetch(`ask/${question}?page=${this.page}`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: json,
        });
        if (!response.ok)
            throw new Error(`The engine answered ${response.status}: is \`chainrule studio\` still running?`);
        return response.text();
    }
}
