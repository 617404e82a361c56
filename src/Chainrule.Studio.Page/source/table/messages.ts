// What the Table room asks and is answered: the same as the records of Chainrule.Studio.Engine.
import type { Measured } from "../play/messages";

export interface TableRequest {
    label?: string;
    task?: string;
    categorical: string[];
    numeric: string[];
    ignore: string[];
    missing?: string;
    dateOrder?: string;
    delimiter?: string;
    encoding?: string;
    missingMarkers?: string;
    maximumCategories?: number;
}

export interface Column {
    name: string;
    kind: "Number" | "Category" | "Date" | "Label" | "Weight" | "Ignored";
    missing: number;
    categories: number;
    note: string;
}

export interface Feature {
    name: string;
    categories: string[];
    least: number;
    most: number;
    isWhole: boolean;
    isDate: boolean;
}

export type Task = "classes" | "labels" | "values";

export interface TableAnswer {
    name: string;
    lines: string[];
    rows: number;
    task: Task;
    labels: string[];
    labelReason: string;
    columns: Column[];
    features: Feature[];
    epochs: number;
}

export interface TableStart {
    layers: number[];
    activation: string;
    rate: number;
    batch: number;
    heldOut: number;
    validation: number;
    seed: number;
}

export interface Epoch {
    epoch: number;
    loss: Measured;
    value: Measured;
    validationLoss: Measured;
    validationValue: Measured;
}

export interface TableState {
    network: string;
    parameters: number;
    penalty: number;
    train: number;
    validation: number;
    heldOut: number;
    metric: string;
    epochs: Epoch[];
    bestEpoch: number;
    stopped: string | null;
}

export interface Judgement {
    isHeldOut: boolean;
    count: number;
    metrics: { name: string; value: Measured }[];
    names: string[];
    confusion: { truth: number; prediction: number; count: number }[] | null;
    truth: number[];
    predicted: Measured[];
    notes: string[];
}

export interface RowAnswer {
    values: (number | null)[];
    truth: string;
}

export interface RowPrediction {
    names: string[];
    outputs: Measured[];
    task: Task;
}

export interface TableQuestions {
    tableOpen: [{ name: string; bytes: string | null }, TableAnswer];
    tableRead: [TableRequest, TableAnswer];
    tableSay: [{ language: string }, { lines: string[] }];
    tableStart: [TableStart, TableState];
    tableRun: [{ until: number; milliseconds: number }, TableState];
    tableJudge: [object, Judgement];
    tableRow: [{ row: number }, RowAnswer];
    tablePredict: [{ values: (number | null)[] }, RowPrediction];
    tableModel: [object, { name: string; bytes: string }];
}
