import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { ClaimVerdict, Problem, WordsAnswer } from "../engine/messages";
import { retell } from "../page/retelling";
import { colors, completion, highlighting } from "./language";
import { grades, markedLines, markLines, showGrades } from "./lineMarks";

// The editor of the program: what is wrong is marked where it stands, claims by their grades.
export class Editor {
    private readonly view: EditorView;
    private readonly words = new Compartment();
    private readonly label = new Compartment();

    constructor(
        parent: HTMLElement,
        text: string,
        onChange: (text: string) => void,
        // What becomes of a pasted text; null leaves it as it is.
        onPaste: (text: string) => Promise<string> | null,
    ) {
        this.view = new EditorView({
            parent,
            state: EditorState.create({
                doc: text,
                extensions: [
                    lineNumbers(),
                    history(),
                    drawSelection(),
                    bracketMatching(),
                    highlightActiveLine(),
                    lintGutter(),
                    grades,
                    markedLines,
                    syntaxHighlighting(colors),
                    EditorView.lineWrapping,
                    this.words.of([]),
                    this.label.of([]),
                    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
                    EditorView.domEventHandlers({
                        paste: (event, view) => {
                            const other = onPaste(event.clipboardData?.getData("text/plain") ?? "");
                            void other?.then((text) => view.dispatch(view.state.replaceSelection(text)));
                            return other !== null;
                        },
                    }),
                    EditorView.updateListener.of((update) => {
                        if (update.docChanged) onChange(update.state.doc.toString());
                    }),
                ],
            }),
        });
    }

    get text(): string {
        return this.view.state.doc.toString();
    }

    replaceText(text: string): void {
        this.view.dispatch({
            changes: { from: 0, to: this.view.state.doc.length, insert: text },
            selection: { anchor: 0 },
            scrollIntoView: true,
        });
    }

    name(label: string): void {
        this.view.dispatch({
            effects: this.label.reconfigure(
                EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
            ),
        });
    }

    use(words: WordsAnswer): void {
        this.view.dispatch({
            effects: this.words.reconfigure([highlighting(words), autocompletion({ override: [completion(words)] })]),
        });
    }

    showProblems(problems: Problem[]): void {
        const { doc } = this.view.state;
        const diagnostics = problems
            .filter((one) => one.line > 0 && one.line <= doc.lines)
            .map((one) => diagnosticOf(one, doc));
        this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
    }

    showClaims(claims: ClaimVerdict[]): void {
        this.view.dispatch({ effects: showGrades.of(claims) });
    }

    mark(line: number | null): void {
        this.view.dispatch({ effects: markLines.of(line) });
    }

    goTo(line: number): void {
        const { doc } = this.view.state;
        if (line < 1 || line > doc.lines) return;
        this.view.dispatch({ selection: { anchor: doc.line(line).from }, scrollIntoView: true });
        this.view.focus();
    }
}

function diagnosticOf(problem: Problem, doc: Text): Diagnostic {
    const line = doc.line(problem.line);
    const from = Math.min(line.from + problem.column - 1, line.to);
    return {
        from,
        to: Math.min(from + Math.max(problem.length, 1), line.to),
        severity: problem.isWarning ? "warning" : "error",
        message: sentenceOf(problem),
    };
}

export function sentenceOf(problem: Problem): string {
    const what = retell(problem.what);
    return problem.remedy ? `${what}: ${retell(problem.remedy)}` : what;
}
