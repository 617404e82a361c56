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
    drawing: string;
    table: string[];
}

export interface RunsQuestions {
    runs: [{ stamps: string[] }, { runs: RunCurves[] }];
    run: [{ index: number }, RunAnswer];
}
