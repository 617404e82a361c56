import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { HighlightStyle, StreamLanguage, type StringStream } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import type { WordsAnswer } from "../engine/messages";

const pythonWords = new Set(
    (
        "and as assert class def del elif else False for from global if import in is lambda None " +
        "not or pass raise return True try while with yield"
    ).split(" "),
);

const name = /^[\p{L}_][\p{L}\p{N}_]*/u;

// Highlights both the mathematics and Python: what they share is most of it.
export function highlighting(words: WordsAnswer): StreamLanguage<unknown> {
    const reserved = new Set([...words.reserved, ...pythonWords]);
    const roles = new Set([...words.roles, ...words.initializers]);
    const functions = new Set(words.functions.map((one) => one.name));
    return StreamLanguage.define({
        token(stream: StringStream): string | null {
            if (stream.match(/^#.*/)) return "comment";
            if (stream.match(/^("[^"]*"?|'[^'\s.;,)]{2,}')/)) return "string";
            if (stream.match(/^\d[\d_]*(\.\d+)?([eE][-+]?\d+)?/)) return "number";
            const word = stream.match(name) as RegExpMatchArray | null;
            if (word) {
                if (reserved.has(word[0])) return "keyword";
                if (/^d[\p{L}\p{N}_]+$/u.test(word[0]) && stream.match(/^\/d[\p{L}\p{N}_]+/u)) return "typeName";
                if (functions.has(word[0]) && stream.match(/^\s*\(/, false)) return "propertyName";
                if (roles.has(word[0]) && /[:~]\s*$/.test(stream.string.slice(0, stream.start))) return "propertyName";
                return "variableName";
            }
            if (stream.match(/^[-+*/@^=<>'~:.⊙·ᵀ]+/)) return "operator";
            stream.next();
            return null;
        },
        languageData: { commentTokens: { line: "#" } },
    });
}

export const colors = HighlightStyle.define([
    { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
    { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
    { tag: tags.number, color: "var(--number)" },
    { tag: tags.string, color: "var(--number)" },
    { tag: tags.propertyName, color: "var(--call)" },
    { tag: tags.typeName, color: "var(--gradient)" },
    { tag: tags.operator, color: "var(--operator)" },
]);

// Offers the language's words, functions by the form of their call, and the names that the text has.
export function completion(words: WordsAnswer): (context: CompletionContext) => CompletionResult | null {
    const known = [
        ...words.reserved.map((label) => ({ label, type: "keyword" })),
        ...words.functions.map(({ name: label, form }) => ({
            label,
            type: "function",
            detail: form.slice(label.length),
        })),
        ...[...words.roles, ...words.initializers].map((label) => ({ label, type: "constant" })),
    ];
    return (context) => {
        const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_]*/u);
        if (!word || (word.from === word.to && !context.explicit)) return null;
        const names = new Set(context.state.doc.toString().match(/[\p{L}_][\p{L}\p{N}_]*/gu));
        names.delete(word.text);
        for (const one of known) names.delete(one.label);
        const own = [...names].map((label) => ({ label, type: "variable", boost: 1 }));
        return { from: word.from, options: [...own, ...known], validFor: /^[\p{L}\p{N}_]*$/u };
    };
}
