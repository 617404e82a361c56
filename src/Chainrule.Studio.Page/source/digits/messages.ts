// What the Digits room asks and is answered: the same as the records of Chainrule.Studio.Engine. Bytes are base64.

export interface DigitsPart {
    images: string;
    labels: string;
    isFirst: boolean;
    held: number;
}

export interface DigitsCounts {
    train: number;
    held: number;
}

export interface DigitsStart {
    layers: number[];
    activation: string;
    optimizer: string;
    batch: number;
    seed: number;
}

export interface DigitsRun {
    rate: number;
    milliseconds: number;
    epochs: number;
}

export interface DigitsState {
    samples: number;
    epochs: number;
    losses: number[];
    accuracy: number | null;
    perSecond: number;
    isDone: boolean;
    stopped: string | null;
}

export interface DigitsLook {
    pixels: string;
    of: number | null;
}

export interface DigitsSeen {
    probabilities: number[];
    answer: number;
    of: number;
    layers: number[][];
    slopes: string;
    scale: number;
}

export interface DigitsUnits {
    units: number;
    scales: number[];
    bytes: string;
}

export interface DigitsSample {
    pixels: string;
    label: number;
}

export interface DigitsModel {
    name: string;
    file: string;
}
