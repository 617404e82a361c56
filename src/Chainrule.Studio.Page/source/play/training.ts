import type { Engine } from "../engine/engine";
import { Loop } from "../page/loop";
import type { PlayRun, PlayStart, PlayState } from "./messages";

const manySteps = 1_000_000;
// Long enough to be worth the way to the engine, short enough for 60 pictures a second.
const frame = 14;

// A training in the engine: started, stepped, or running until it is paused. Only the newest one is shown.
export class Training {
    private generation = 0;
    private readonly loop = new Loop();
    private isReady: Promise<boolean> = Promise.resolve(false);

    constructor(
        private readonly engine: Engine,
        private readonly rate: () => number,
        private readonly onState: (state: PlayState) => void,
        private readonly onProblem: (sentence: string) => void,
    ) {}

    get running(): boolean {
        return this.loop.isRunning;
    }

    start(asked: PlayStart): void {
        const mine = ++this.generation;
        this.isReady = this.ask(mine, () => this.engine.ask("playStart", asked));
    }

    // A training that is started meanwhile goes on at once.
    run(): Promise<void> {
        return this.loop.run(async () => {
            const mine = this.generation;
            if (!(await this.isReady)) return false;
            const done = await this.ask(mine, () => this.engine.ask("playRun", this.asked(manySteps)));
            return done || mine !== this.generation;
        });
    }

    pause(): void {
        this.loop.stop();
    }

    async step(): Promise<void> {
        this.pause();
        const mine = this.generation;
        if (await this.isReady) await this.ask(mine, () => this.engine.ask("playRun", this.asked(1)));
    }

    private asked(steps: number): PlayRun {
        return { rate: this.rate(), steps, milliseconds: frame };
    }

    // Whether the training can go on.
    private async ask(mine: number, question: () => Promise<PlayState>): Promise<boolean> {
        try {
            const state = await question();
            if (mine !== this.generation) return true;
            this.onState(state);
            if (state.stopped) this.onProblem(state.stopped);
            return state.stopped === null;
        } catch (error) {
            if (mine === this.generation) this.onProblem(error instanceof Error ? error.message : String(error));
            return false;
        }
    }
}
