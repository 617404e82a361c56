import { create } from "../page/dom";

// The picture of the graph, in the colors of the page; hovered values are marked in it.
export class Drawing {
    readonly element = create("div", { class: "drawing", tabindex: 0 });
    private shown = "";

    show(svg: string): void {
        if (svg === this.shown) return;
        this.shown = svg;
        const picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
        picture.querySelector("style")?.remove();
        this.element.replaceChildren(document.importNode(picture, true));
    }

    name(label: string): void {
        this.element.querySelector("svg")?.setAttribute("aria-label", label);
    }

    mark(of: string | null): void {
        for (const title of this.element.querySelectorAll(".title")) {
            const box = title.previousElementSibling;
            box?.classList.toggle("marked", of !== null && title.textContent === of);
        }
    }
}
