import type { CostDerivation } from "../engine/messages";
import { create } from "../page/dom";
import type { Words } from "../page/wording";

export interface FactorListener {
    enter(of: string): void;
    leave(): void;
}

// Hovering a part of an equation shows its shape and where it comes from.
export class Factors {
    private readonly tip = create("div", { class: "tip", role: "tooltip", hidden: true });
    private current: Element | null = null;

    constructor(
        area: HTMLElement,
        private readonly derivation: () => CostDerivation | null,
        private readonly words: () => Words,
        private readonly listener: FactorListener,
    ) {
        document.body.append(this.tip);
        area.addEventListener("pointerover", (event) => this.over(event));
        area.addEventListener("pointerleave", () => this.leave());
        area.addEventListener("scroll", () => this.follow(), { passive: true });
    }

    private over(event: PointerEvent): void {
        const part = event.target instanceof Element ? event.target.closest("[data-shape]") : null;
        if (part === this.current) return;
        this.leave();
        if (!part) return;
        this.current = part;
        part.classList.add("hovered");
        const { definition, of } = this.origin(part);
        this.tip.replaceChildren(
            create("b", {}, part.getAttribute("data-shape") || this.words().scalar),
            ...(definition ? [create("span", {}, definition)] : []),
        );
        this.tip.hidden = false;
        this.place(part.getBoundingClientRect());
        if (of) this.listener.enter(of);
    }

    private origin(part: Element): { definition: string | null; of: string | null } {
        const shown = this.derivation();
        const name = part.getAttribute("data-name"),
            gradient = part.getAttribute("data-gradient");
        const line =
            gradient !== null
                ? shown?.backward.find((one) => one.of === gradient)
                : shown?.forward.find((one) => one.of === name);
        return { definition: line?.text ?? null, of: name ?? gradient };
    }

    private place(part: DOMRect): void {
        const { width, height } = this.tip.getBoundingClientRect();
        const left = Math.max(8, Math.min(part.left + part.width / 2 - width / 2, innerWidth - width - 8));
        const above = part.top - height - 8;
        this.tip.style.left = `${left}px`;
        this.tip.style.top = `${above > 8 ? above : part.bottom + 8}px`;
    }

    // What was scrolled away is left; what is still pointed at keeps its tip.
    private follow(): void {
        if (this.current?.matches(":hover")) this.place(this.current.getBoundingClientRect());
        else this.leave();
    }

    private leave(): void {
        this.current?.classList.remove("hovered");
        this.current = null;
        this.tip.hidden = true;
        this.listener.leave();
    }
}
