import { create, icon, icons } from "../page/dom";
import type { Words } from "../page/wording";

// Whoever reads a file for the editor: a notebook becomes the code of its cells.
export type OpenProgram = (name: string, text: string) => Promise<void>;

// Where a program is opened from a file, by a button or dropped on the pane.
export class ProgramFile {
    private readonly input = create("input", {
        id: "program-file",
        type: "file",
        hidden: true,
        accept: ".chain,.py,.ipynb,.txt",
        change: () => this.choose(this.input.files),
    });
    private readonly button = create(
        "button",
        { type: "button", class: "quiet", click: () => this.input.click() },
        icon(icons.open),
    );
    readonly elements = [this.input, this.button];

    constructor(
        private readonly open: OpenProgram,
        target: HTMLElement,
    ) {
        // Before the editor, which would put the text of a file where it is dropped.
        target.addEventListener("dragover", (event) => this.over(event, target, true), true);
        target.addEventListener("dragleave", () => target.classList.remove("dropping"));
        target.addEventListener(
            "drop",
            (event) => {
                if (!this.over(event, target, false)) return;
                this.choose(event.dataTransfer?.files);
            },
            true,
        );
    }

    speak(words: Words): void {
        this.button.setAttribute("aria-label", words.openFile);
        this.button.title = `${words.openFile} ${words.openFileAbout}`;
    }

    // Whether it is a file that is dragged; text goes where it is dropped.
    private over(event: DragEvent, target: HTMLElement, isOver: boolean): boolean {
        if (!event.dataTransfer?.types.includes("Files")) return false;
        event.preventDefault();
        event.stopPropagation();
        target.classList.toggle("dropping", isOver);
        return true;
    }

    private choose(files: FileList | null | undefined): void {
        const file = files?.[0];
        if (file) void file.text().then((text) => this.open(file.name, text));
        this.input.value = "";
    }
}

// Whether a text that is pasted is a notebook rather than a program, none of which begins with a brace.
export const isNotebook = (text: string): boolean => /^\s*\{/.test(text) && text.includes('"cells"');
