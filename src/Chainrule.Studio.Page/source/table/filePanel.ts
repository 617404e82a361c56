import { create } from "../page/dom";
import { exampleTable } from "./example";
import type { TableWords } from "./words";

// Where a file is dropped or chosen.
export class FilePanel {
    private readonly input = create("input", {
        id: "csv-file",
        type: "file",
        accept: ".csv,.tsv,.txt",
        change: () => {
            const file = this.input.files?.[0];
            if (file) this.onFile(file);
            this.input.value = "";
        },
    });
    private readonly label = create("label", { for: "csv-file", class: "button" });
    private readonly title = create("h2", {});
    private readonly about = create("p", { class: "hint" });
    private readonly example = create("button", {
        type: "button",
        class: "link quiet",
        click: () => this.onFile(exampleTable()),
    });
    readonly element = create(
        "div",
        { class: "drop" },
        this.title,
        this.about,
        create("div", { class: "choose" }, this.input, this.label, this.example),
    );
    private words: TableWords | null = null;
    private hasFile = false;

    constructor(
        private readonly onFile: (file: File) => void,
        target: HTMLElement,
    ) {
        target.addEventListener("dragover", (event) => {
            event.preventDefault();
            target.classList.add("dropping");
        });
        target.addEventListener("dragleave", () => target.classList.remove("dropping"));
        target.addEventListener("drop", (event) => {
            event.preventDefault();
            target.classList.remove("dropping");
            const file = event.dataTransfer?.files[0];
            if (file) this.onFile(file);
        });
    }

    speak(words: TableWords): void {
        this.words = words;
        this.write();
    }

    shrink(): void {
        this.hasFile = true;
        this.write();
    }

    private write(): void {
        const { words, hasFile } = this;
        if (!words) return;
        this.element.classList.toggle("small", hasFile);
        this.title.textContent = hasFile ? words.table : words.drop;
        this.about.textContent = words.dropAbout;
        this.about.hidden = this.example.hidden = hasFile;
        this.label.textContent = hasFile ? words.another : words.open;
        this.example.textContent = words.example;
    }
}
