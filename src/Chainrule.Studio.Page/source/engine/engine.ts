import { BrowserEngine } from "./browserEngine";
import { LocalEngine } from "./localEngine";
import type { Questions } from "./messages";

// Whoever answers the page's questions: a worker in this browser, or the program that served the page.
export interface Transport {
    ask(question: string, json: string): Promise<string>;
}

export interface Settings {
    engine: "browser" | "local";
    text: string | null;
    table?: string | null;
    runs?: number;
}

export class EngineRefusal extends Error {}

export class Engine {
    constructor(private readonly transport: Transport) {}

    static of(settings: Settings): Engine {
        return new Engine(settings.engine === "local" ? new LocalEngine() : new BrowserEngine());
    }

    async ask<Q extends keyof Questions>(question: Q, asked: Questions[Q][0]): Promise<Questions[Q][1]> {
        const answer: unknown = JSON.parse(await this.transport.ask(question, JSON.stringify(asked)));
        if (answer !== null && typeof answer === "object" && "refusal" in answer)
            throw new EngineRefusal(String(answer.refusal));
        return answer as Questions[Q][1];
    }
}
