// What the Runs room asks and is answered: the same as the records of Chainrule.Studio.Engine.
import type { Measured } from "../play/messages";

export interface RunCurves {
    name: string;
    isTraining: boolean;
    command: string;
    network: string;
    stamp: string;
    metric: string;
    columns: { name: string; values: Measured[] }[] | null;
    problem: string | null;
}

export interface WeightHistogram {
    name: string;
    shape: string;
    least: Measured;
    most: Measured;
    mean: Measured;
    deviation: Measured;
    counts: number[];
    notFinite: number;
}

export interface RunAnswer {
    summary: string;
    parameters: WeightHistogram[];
    gradients: WeightHistogram[];
    drawing: string;
    table: string[];
}

export interface RunsAnswer {
    runs: RunCurves[];
}

export interface RunsQuestions {
    run: [{ index: number; language: string }, RunAnswer];
}
