import type { WeightAnswer } from "./messages";
import { short } from "./weightTip";

// A weight's next step in numbers, by the formula of its optimizer: what it keeps first, the new weight last.
export function stepOf(optimizer: string, name: string, answer: WeightAnswer): string[] {
    const { step, value, gradient, kept, next } = answer;
    const setting = (of: string) => answer.settings.find((one) => one.name === of)?.value ?? 0;
    const rate = setting("learningRate"),
        old = kept.map(Number),
        g = Number(gradient);
    const arrow = (change: string) => `${name} ← ${short(value)} − ${short(rate)} · ${change} = ${short(next)}`;
    const mean = (left: string, share: number, before: number, now: number, what: string): [string, number] => {
        const after = share * before + (1 - share) * now;
        const sum = `${short(share)} · ${inBrackets(before)} + ${short(1 - share)} · ${what}`;
        return [`${left} = ${sum} = ${short(after)}`, after];
    };
    const squared = `${inBrackets(g)}²`,
        epsilon = short(setting("epsilon"));
    switch (optimizer) {
        case "adam": {
            const [beta1, beta2] = [setting("beta1"), setting("beta2")];
            const [first, m] = mean("m", beta1, old[0] ?? 0, g, inBrackets(g));
            const [second, v] = mean("v", beta2, old[1] ?? 0, g * g, squared);
            const above = `${inBrackets(m)} / (1 − ${short(beta1)}^${step})`,
                below = `√(${short(v)} / (1 − ${short(beta2)}^${step}))`;
            return [first, second, arrow(`${above} / (${below} + ${epsilon})`)];
        }
        case "rmsprop": {
            const [line, v] = mean("v", setting("rho"), old[0] ?? 0, g * g, squared);
            return [line, arrow(`${inBrackets(g)} / (√${short(v)} + ${epsilon})`)];
        }
        case "adagrad": {
            const v = (old[0] ?? 0) + g * g;
            const line = `v = ${short(old[0] ?? 0)} + ${squared} = ${short(v)}`;
            return [line, arrow(`${inBrackets(g)} / (√${short(v)} + ${epsilon})`)];
        }
        default:
            return [arrow(inBrackets(g))];
    }
}

const inBrackets = (value: number): string => (value < 0 ? `(${short(value)})` : short(value));
