import type { Transport } from "./engine";

// The engine behind the server that the page comes from.
export class LocalEngine implements Transport {
    async ask(question: string, json: string): Promise<string> {
        const response = await fetch(`ask/${question}`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: json,
        });
        if (!response.ok)
            throw new Error(`The engine answered ${response.status}: is \`chainrule studio\` still running?`);
        return response.text();
    }
}
