type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | EventListener | undefined>;

// Makes an element: attributes that are functions listen to the event of that name.
export function create<T extends keyof HTMLElementTagNameMap>(
    tag: T,
    attributes: Attributes = {},
    ...children: Child[]
): HTMLElementTagNameMap[T] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === "function") element.addEventListener(name, value);
        else if (value === true) element.setAttribute(name, "");
        else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
    }
    element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
    return element;
}

// An element around HTML that the engine wrote, which encodes all names and texts.
export function fromHtml<T extends keyof HTMLElementTagNameMap>(
    tag: T,
    attributes: Attributes,
    html: string,
): HTMLElementTagNameMap[T] {
    const element = create(tag, attributes);
    element.innerHTML = html;
    return element;
}

export function icon(path: string): SVGSVGElement {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
}

export const icons = {
    unfold: "M4 6l4 4 4-4",
    right: "M3 8.5l3.2 3.2L13 5",
    wrong: "M4 4l8 8M12 4l-8 8",
    undecided: "M8 4v5M8 11.500v.5",
    blank: "M4 8h8",
    open: "M2 12.500v-9h4l1.500 2h6.500v7z",
    share: "M6.500 9.500l3-3M7 5l1.500-1.500a2.800 2.800 0 014 4L11 9M9 11l-1.500 1.500a2.800 2.800 0 01-4-4L5 7",
    theme: "M8 2.500a5.500 5.500 0 100 11zM8 2.500a5.500 5.500 0 010 11",
};
