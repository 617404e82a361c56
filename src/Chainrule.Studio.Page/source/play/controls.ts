import { create } from "../page/dom";

export interface Field<T> {
    element: HTMLElement;
    set(value: T): void;
    label(text: string): void;
}

let last = 0;

// A labeled choice; its options get their names when the language is known.
export function choice<T extends string | number>(
    values: readonly T[],
    onChange: (value: T) => void,
): Field<T> & { names(nameOf: (value: T) => string): void } {
    const id = `field-${++last}`,
        label = create("label", { for: id });
    const select = create("select", { id, change: () => onChange(values[select.selectedIndex]!) });
    const names = (nameOf: (value: T) => string) => {
        const index = select.selectedIndex;
        select.replaceChildren(...values.map((value) => create("option", {}, nameOf(value))));
        select.selectedIndex = Math.max(index, 0);
    };
    names(String);
    return {
        element: create("div", { class: "field" }, label, select),
        set: (value) => (select.selectedIndex = Math.max(values.indexOf(value), 0)),
        label: (text) => (label.textContent = text),
        names,
    };
}

// A labeled slider over values that are written as they are shown.
export function slider(
    range: { min: number; max: number; step: number },
    shown: (position: number) => string,
    onChange: (position: number) => void,
): Field<number> {
    const id = `field-${++last}`,
        label = create("label", { for: id }),
        value = create("output", { for: id });
    const input = create("input", {
        id,
        type: "range",
        ...range,
        input: () => {
            value.textContent = shown(input.valueAsNumber);
            onChange(input.valueAsNumber);
        },
    });
    return {
        element: create("div", { class: "field" }, create("div", { class: "line-of-label" }, label, value), input),
        set: (position) => {
            input.valueAsNumber = position;
            value.textContent = shown(position);
        },
        label: (text) => (label.textContent = text),
    };
}

// A labeled line of text.
export function textField(onChange: (text: string) => void): Field<string> {
    const id = `field-${++last}`,
        label = create("label", { for: id });
    const input = create("input", {
        id,
        type: "text",
        autocomplete: "off",
        spellcheck: "false",
        input: () => onChange(input.value),
    });
    return {
        element: create("div", { class: "field" }, label, input),
        set: (text) => (input.value = text),
        label: (text) => (label.textContent = text),
    };
}
