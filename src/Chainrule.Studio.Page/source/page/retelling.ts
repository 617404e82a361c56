import { retoldPrograms } from "./retoldPrograms";
import { retoldTables } from "./retoldTables";

export type Retold = [english: string, es: string, ru: string];

// The engine's errors and notes are English, whatever language the page is in: those that people meet most are told
// again in the others, by their form. What has no form here stays as it is.

interface Form {
    pattern: RegExp;
    own: string;
}

const forms = new Map<string, Form[]>();

export function retell(sentence: string, language = document.documentElement.lang): string {
    if (language !== "es" && language !== "ru") return sentence;
    // The parts of `a.csv: line 3: what is wrong: what to do`, as much at once as has a form.
    const parts = sentence.split(": ");
    const said: string[] = [];
    for (let from = 0, to = parts.length; from < parts.length; to = parts.length) {
        let own: string | null = null;
        while (to > from && (own = find(parts.slice(from, to).join(": "), language)) === null) to--;
        said.push(own ?? parts[from]!);
        from = Math.max(to, from + 1);
    }
    return said.join(": ");
}

function find(sentence: string, language: "es" | "ru"): string | null {
    for (const { pattern, own } of formsIn(language)) {
        const found = pattern.exec(sentence);
        if (found)
            return own.replace(/\{(\d)\}/g, (_, hole: string) => part(found[Number(hole) + 1] ?? "", language));
    }
    // At the end of a sentence.
    const before = sentence.endsWith(".") ? find(sentence.slice(0, -1), language) : null;
    return before === null ? null : `${before}.`;
}

// What fills a hole may be words, too, such as "the end of the line".
const part = (text: string, language: "es" | "ru"): string =>
    (/^[a-z]/.test(text) ? find(text, language) : null) ?? text;

function formsIn(language: "es" | "ru"): Form[] {
    let known = forms.get(language);
    if (!known) {
        known = [...retoldPrograms, ...retoldTables].map(([english, es, ru]) => ({
            pattern: patternOf(english),
            own: language === "es" ? es : ru,
        }));
        forms.set(language, known);
    }
    return known;
}

function patternOf(english: string): RegExp {
    const escaped = english.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    // What fills a hole in quotes has none in it, and nothing goes from one part of a sentence into the next.
    const holes = escaped
        .replace(/`\\\{\d\\\}`/g, "`([^`]+)`")
        .replace(/\\\{\d\\\}/g, "((?:(?!: ).)+?)");
    return new RegExp(`^${holes}$`, "s");
}
