// Points of the plane with labels 0 and 1, inside the square from -1 to 1.

export interface Points {
    x: number[];
    y: number[];
}

export interface DataSettings {
    kind: string;
    count: number;
    noise: number;
    seed: number;
}

type Random = () => number;
type Maker = (at: number, label: number, noise: () => number, random: Random) => [number, number];

// A small generator of random numbers whose seed fixes all of them.
export function randomOf(seed: number): Random {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

const makers: Record<string, Maker> = {
    circles: (_, label, noise, random) => {
        const angle = 2 * Math.PI * random(),
            radius = label ? 0.4 * Math.sqrt(random()) : 0.65 + 0.25 * random();
        return [radius * Math.cos(angle) + noise(), radius * Math.sin(angle) + noise()];
    },
    moons: (at, label, noise) => {
        const angle = Math.PI * at;
        return label
            ? [0.55 * Math.cos(angle) - 0.27 + noise(), 0.55 * Math.sin(angle) - 0.1 + noise()]
            : [0.27 - 0.55 * Math.cos(angle) + noise(), 0.12 - 0.55 * Math.sin(angle) + noise()];
    },
    spirals: (at, label, noise) => {
        const angle = 1.7 * 2 * Math.PI * at + (label ? Math.PI : 0),
            radius = 0.06 + 0.86 * at;
        return [radius * Math.cos(angle) + noise() / 2, radius * Math.sin(angle) + noise() / 2];
    },
    xor: (_, label, noise, random) => {
        const x = 0.08 + 0.8 * random(),
            y = 0.08 + 0.8 * random(),
            side = random() < 0.5 ? -1 : 1;
        return [side * x + noise(), (label ? side : -side) * y + noise()];
    },
    clouds: (_, label, noise) => [(label ? 0.4 : -0.4) + 2.5 * noise(), (label ? 0.4 : -0.4) + 2.5 * noise()],
};

export const dataKinds = Object.keys(makers);

export function makePoints({ kind, count, noise, seed }: DataSettings): Points {
    const random = randomOf(seed);
    const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const width = 0.02 + noise * 0.2;
    const make = makers[kind] ?? makers["circles"]!;
    const points: Points = { x: [], y: [] };
    for (let i = 0; i < count; i++) {
        const label = i % 2;
        points.x.push(...make(i / count, label, () => width * bell(), random));
        points.y.push(label);
    }
    return points;
}

// Points all over the square; their labels say on which side of a curve they are.
export function spread(count: number, seed: number): number[] {
    const random = randomOf(seed);
    return Array.from({ length: 2 * count }, () => 1.9 * random() - 0.95);
}

// A share of the points is held out, the same for the same seed.
export function split(points: Points, share: number, seed: number): { train: Points; held: Points } {
    const random = randomOf(seed + 1);
    const train: Points = { x: [], y: [] },
        held: Points = { x: [], y: [] };
    points.y.forEach((label, i) => {
        const into = random() < share ? held : train;
        into.x.push(points.x[2 * i]!, points.x[2 * i + 1]!);
        into.y.push(label);
    });
    return { train, held };
}
