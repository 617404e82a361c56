import { download } from "../page/bytes";
import { create } from "../page/dom";
import type { Words } from "../page/wording";

const formats: Record<string, { name: string; file: string }> = {
    numpy: { name: "NumPy", file: "gradients.py" },
    pytorch: { name: "PyTorch", file: "gradients_torch.py" },
    csharp: { name: "C#", file: "Gradients.cs" },
    latex: { name: "LaTeX", file: "derivation.tex" },
    markdown: { name: "Markdown", file: "derivation.md" },
    html: { name: "HTML", file: "derivation.html" },
    claims: { name: "Claims", file: "claims.chain" },
    chain: { name: ".chain", file: "program.chain" },
    text: { name: "Text", file: "derivation.txt" },
    svg: { name: "SVG", file: "graph.svg" },
};

// The derivation in other formats, to copy or download.
export class CodeView {
    readonly element = create("div", { class: "code" });
    private readonly select = create(
        "select",
        { id: "format", change: () => void this.refresh() },
        ...Object.entries(formats).map(([value, { name }]) => create("option", { value }, name)),
    );
    private readonly label = create("label", { for: "format" });
    private readonly copy = create("button", { type: "button", click: () => void this.copyText() });
    private readonly download = create("button", { type: "button", click: () => this.downloadText() });
    private readonly text = create("pre", { tabindex: 0 });
    private readonly said = create("span", { class: "said", role: "status" });

    constructor(private readonly write: (format: string) => Promise<string>) {
        this.element.append(
            create("div", { class: "tools" }, this.label, this.select, this.copy, this.download, this.said),
            this.text,
        );
    }

    translate(words: Words): void {
        this.label.textContent = words.format;
        this.copy.textContent = words.copy;
        this.download.textContent = words.download;
        this.copy.dataset["said"] = words.copied;
        this.text.setAttribute("aria-label", words.code);
    }

    async refresh(): Promise<void> {
        const format = this.select.value;
        const text = await this.write(format);
        if (format === this.select.value) this.text.textContent = text.trimEnd();
    }

    private async copyText(): Promise<void> {
        await navigator.clipboard.writeText(`${this.text.textContent}\n`);
        this.said.textContent = this.copy.dataset["said"] ?? "";
        setTimeout(() => (this.said.textContent = ""), 2000);
    }

    private downloadText(): void {
        const name = formats[this.select.value]?.file ?? "derivation.txt";
        download(name, `${this.text.textContent}\n`, "text/plain");
    }
}
