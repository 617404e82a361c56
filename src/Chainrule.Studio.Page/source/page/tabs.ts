import { create } from "./dom";

// Tabs as ARIA has them: the arrow keys move between them.
export class Tabs {
    readonly bar = create("div", { role: "tablist", keydown: (event) => this.moved(event as KeyboardEvent) });
    private readonly buttons: HTMLButtonElement[];

    constructor(
        private readonly name: string,
        private readonly panels: HTMLElement[],
        private readonly chosen: (index: number) => void,
    ) {
        this.buttons = panels.map((panel, index) => {
            const id = `${name}-tab-${index}`,
                panelId = `${name}-panel-${index}`;
            panel.id = panelId;
            panel.setAttribute("role", "tabpanel");
            panel.setAttribute("aria-labelledby", id);
            return create("button", {
                id,
                type: "button",
                role: "tab",
                "aria-controls": panelId,
                click: () => this.select(index),
            });
        });
        this.bar.append(...this.buttons);
        this.select(0);
    }

    get selected(): number {
        return this.buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
    }

    label(bar: string, ...texts: string[]): void {
        this.bar.setAttribute("aria-label", bar);
        this.buttons.forEach((button, index) => (button.textContent = texts[index] ?? `${this.name} ${index}`));
    }

    select(index: number): void {
        this.buttons.forEach((button, at) => {
            button.setAttribute("aria-selected", String(at === index));
            button.tabIndex = at === index ? 0 : -1;
        });
        this.panels.forEach((panel, at) => (panel.hidden = at !== index));
        this.chosen(index);
    }

    private moved(event: KeyboardEvent): void {
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (step === 0) return;
        const next = (this.selected + step + this.buttons.length) % this.buttons.length;
        this.select(next);
        this.buttons[next]?.focus();
        event.preventDefault();
    }
}
