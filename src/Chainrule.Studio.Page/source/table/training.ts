import type { Engine } from "../engine/engine";
import { Loop } from "../page/loop";
import type { Epoch, TableStart, TableState } from "./messages";

// Long enough to be worth the way to the engine, short enough to be watched and stopped.
const frame = 250;

// A training in the engine that runs until an epoch, or until it is stopped. Only the newest one is shown.
export class TableTraining {
    epochs: Epoch[] = [];
    private generation = 0;
    private readonly loop = new Loop();
    private isReady = false;

    constructor(
        private readonly engine: Engine,
        private readonly onState: (state: TableState) => Promise<void>,
        private readonly onProblem: (sentence: string) => void,
    ) {}

    get running(): boolean {
        return this.loop.isRunning;
    }

    get ready(): boolean {
        return this.isReady;
    }

    get done(): number {
        return this.epochs.at(-1)?.epoch ?? 0;
    }

    async start(asked: TableStart): Promise<void> {
        const mine = ++this.generation;
        this.stop();
        this.epochs = [];
        this.isReady = false;
        await this.ask(mine, () => this.engine.ask("tableStart", asked));
    }

    async run(until: number): Promise<void> {
        if (!this.isReady) return;
        const mine = this.generation;
        await this.loop.run(
            async () =>
                mine === this.generation &&
                this.done < until &&
                (await this.ask(mine, () => this.engine.ask("tableRun", { until, milliseconds: frame }))),
        );
    }

    stop(): void {
        this.loop.stop();
    }

    forget(): void {
        this.generation++;
        this.stop();
        this.isReady = false;
        this.epochs = [];
    }

    // Whether the training can go on.
    private async ask(mine: number, question: () => Promise<TableState>): Promise<boolean> {
        try {
            const state = await question();
            if (mine !== this.generation) return false;
            this.isReady = true;
            for (const epoch of state.epochs) {
                // One that was left within comes again.
                if (this.epochs.at(-1)?.epoch === epoch.epoch) this.epochs.pop();
                this.epochs.push(epoch);
            }
            await this.onState(state);
            if (state.stopped) this.onProblem(state.stopped);
            return state.stopped === null;
        } catch (error) {
            if (mine === this.generation) this.onProblem(error instanceof Error ? error.message : String(error));
            return false;
        }
    }
}
