// What the engine is asked and what it answers: the same as the records of Chainrule.Studio.Engine.
import type {
    DigitsCounts,
    DigitsLook,
    DigitsModel,
    DigitsPart,
    DigitsRun,
    DigitsSample,
    DigitsSeen,
    DigitsStart,
    DigitsState,
    DigitsUnits,
} from "../digits/messages";
import type { Measured, PlayRun, PlayStart, PlayState, WeightAnswer, WeightQuestion } from "../play/messages";
import type { RunsQuestions } from "../runs/messages";
import type { TableQuestions } from "../table/messages";

export interface DeriveQuestion {
    text: string;
    language: string;
    cost?: string;
    of?: string;
    format?: string;
    answer?: string;
    at?: number[];
}

export interface Problem {
    line: number;
    column: number;
    length: number;
    what: string;
    remedy: string;
    isWarning: boolean;
}

export interface DerivationLine {
    of: string;
    text: string;
    equation: string;
    shapes: string;
    reason: string[];
    line: number | null;
}

export interface CostDerivation {
    cost: string;
    functions: DerivationLine[];
    forward: DerivationLine[];
    backward: DerivationLine[];
    whole: { of: string; equation: string }[];
    notes: string[];
}

export interface DeriveAnswer {
    reader: "chain" | "python";
    summary: string;
    problems: Problem[];
    costs: CostDerivation[];
}

export type Grade = "right" | "wrongValue" | "wrongShape" | "undecided";

export interface ClaimVerdict {
    line: number;
    claim: string;
    grade: Grade;
    sentence: string;
    hints: string[];
}

export interface GradeAnswer {
    claims: ClaimVerdict[];
    blanks: { line: number; of: string }[];
}

export interface TryAnswer {
    verdict: ClaimVerdict | null;
    problem: Problem | null;
}

export interface NumbersAnswer {
    left: string;
    sizes: string;
    shape: number[];
    rows: number;
    columns: number;
    values: Measured[];
}

export interface ElementAnswer {
    left: string;
    value: Measured;
    terms: { formula: string; numbers: string; value: Measured }[];
    others: number;
    ofOthers: Measured;
}

export interface WordsAnswer {
    reserved: string[];
    initializers: string[];
    roles: string[];
    functions: { name: string; form: string }[];
    formats: string[];
    languages: string[];
}

export interface FormulaQuestion {
    formula: string;
    x: number[];
}

// Each question with what is asked and answered.
export interface Questions extends TableQuestions, RunsQuestions {
    derive: [DeriveQuestion, DeriveAnswer];
    grade: [DeriveQuestion, GradeAnswer];
    try: [DeriveQuestion, TryAnswer];
    steps: [DeriveQuestion, { steps: string[] }];
    numbers: [DeriveQuestion, NumbersAnswer];
    element: [DeriveQuestion, ElementAnswer];
    export: [DeriveQuestion, { text: string }];
    program: [{ name: string; text: string }, { text: string }];
    words: [object, WordsAnswer];
    playStart: [PlayStart, PlayState];
    playRun: [PlayRun, PlayState];
    playNext: [WeightQuestion, WeightAnswer];
    digitsData: [DigitsPart, DigitsCounts];
    digitsStart: [DigitsStart, DigitsState];
    digitsRun: [DigitsRun, DigitsState];
    digitsLook: [DigitsLook, DigitsSeen];
    digitsUnits: [object, DigitsUnits];
    digitsSample: [{ label: number | null; after: number }, DigitsSample];
    digitsModel: [object, DigitsModel];
    compute: [FormulaQuestion, { values: Measured[] }];
}
