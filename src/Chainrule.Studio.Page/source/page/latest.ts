// Does something when nothing has changed for a while; one at a time, and again at the end if something changed.
export class Latest {
    private timer = 0;
    private isRunning = false;
    private isWanted = false;

    constructor(
        private readonly delay: number,
        private readonly action: () => Promise<void>,
    ) {}

    soon(): void {
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.now(), this.delay);
    }

    now(): void {
        clearTimeout(this.timer);
        if (this.isRunning) this.isWanted = true;
        else void this.run();
    }

    private async run(): Promise<void> {
        this.isRunning = true;
        try {
            do {
                this.isWanted = false;
                await this.action();
            } while (this.isWanted);
        } finally {
            this.isRunning = false;
        }
    }
}
