// What the Play room asks and is answered: the same as the records of Chainrule.Studio.Engine.
import type { Points } from "./data";

export interface PlayStart {
    program: string;
    points: Points;
    held: Points;
    shown: string[];
    optimizer: string;
    batch: number;
    seed: number;
    bound: number;
    cells: number;
}

export interface PlayRun {
    rate: number;
    steps: number;
    milliseconds: number;
}

// A number that may be written as a word, as JSON has none for it.
export type Measured = number | "NaN" | "Infinity" | "-Infinity";

export interface PlayMap {
    name: string;
    units: number;
    scales: number[];
    bytes: string;
}

export interface PlayParameter {
    name: string;
    shape: number[];
    values: number[];
    gradients: Measured[];
}

export interface WeightQuestion {
    parameter: string;
    index: number;
    rate: number;
}

export interface WeightAnswer {
    step: number;
    value: Measured;
    gradient: Measured;
    kept: Measured[];
    next: Measured;
    settings: { name: string; value: number }[];
    terms: { formula: string; numbers: string }[];
    others: number;
    ofOthers: Measured;
}

export interface PlayState {
    steps: number;
    epochs: number;
    loss: Measured;
    heldLoss: Measured;
    accuracy: number;
    heldAccuracy: Measured;
    maps: PlayMap[];
    parameters: PlayParameter[];
    stopped: string | null;
}
