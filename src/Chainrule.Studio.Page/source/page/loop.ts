// Does something again and again, once a picture at most, until it answers that it is over or somebody stops it. When
// it is started once more, whatever ran before ends after what it does just now, so that two never run.
export class Loop {
    private current: object | null = null;

    get isRunning(): boolean {
        return this.current !== null;
    }

    async run(goesOn: () => Promise<boolean>): Promise<void> {
        const mine = (this.current = {});
        try {
            while (this.current === mine && (await goesOn())) await new Promise(requestAnimationFrame);
        } finally {
            if (this.current === mine) this.current = null;
        }
    }

    stop(): void {
        this.current = null;
    }
}
