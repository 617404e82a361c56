import { BrowserEngine } from "./browserEngine";
import type { RunsAnswer } from "../runs/messages";
import { LocalEngine, unreachable } from "./localEngine";
import type { Questions } from "./messages";

// Whoever answers the page's questions: a worker in this browser, or the program that served the page.
export interface Transport {
    ask(question: string, json: string): Promise<string>;
    // Tells of the runs, at once and whenever one has changed, until what it returns is called; null that nobody tells.
    watchRuns?(tell: (json: string | null) => void): () => void;
}

export interface Settings {
    engine: "browser" | "local";
    text: string | null;
    table?: string | null;
    runs?: number;
}

export class EngineRefusal extends Error {}

export class Engine {
    private tellAnswered = (): void => undefined;
    // Once it has answered for the first time.
    readonly answered = new Promise<void>((resolve) => (this.tellAnswered = resolve));

    constructor(private readonly transport: Transport) {}

    static of(settings: Settings): Engine {
        return new Engine(settings.engine === "local" ? new LocalEngine() : new BrowserEngine());
    }

    async ask<Q extends keyof Questions>(question: Q, asked: Questions[Q][0]): Promise<Questions[Q][1]> {
        const answer = await this.transport.ask(question, JSON.stringify(asked));
        this.tellAnswered();
        return read(answer);
    }

    watchRuns(tell: (answer: RunsAnswer) => void, fail: (error: unknown) => void): () => void {
        const stop = this.transport.watchRuns?.((json) => {
            try {
                if (json === null) throw new Error(unreachable);
                tell(read(json));
            } catch (error) {
                fail(error);
            }
        });
        return stop ?? (() => undefined);
    }
}

function read<T>(json: string): T {
    const answer: unknown = JSON.parse(json);
    if (answer !== null && typeof answer === "object" && "refusal" in answer)
        throw new EngineRefusal(String(answer.refusal));
    return answer as T;
}
