// The words of the Runs room.

const english = {
    curves: "Curves",
    loss: "Loss",
    value: "Metric",
    across: "Epochs or steps from left to right; validation is dashed.",
    training: "is being trained",
    finished: "finished",
    last: "last epoch",
    show: "Show",
    lookAt: "Model of",
    weights: "Weights by layer",
    noGradients: "A run keeps its weights and not their gradients, so there are only these.",
    graph: "Graph",
    noGraph: "There is no picture of this model.",
    table: "Table",
    mean: "mean",
    deviation: "standard deviation",
    command: "Command",
    notFinite: "values are infinite or NaN",
};

export type RunsWords = typeof english;

const spanish: RunsWords = {
    curves: "Curvas",
    loss: "Pérdida",
    value: "Métrica",
    across: "Épocas o pasos de izquierda a derecha; la validación, a trazos.",
    training: "entrenando",
    finished: "terminada",
    last: "última época",
    show: "Mostrar",
    lookAt: "Modelo de",
    weights: "Pesos por capa",
    noGradients: "Una ejecución guarda sus pesos y no sus gradientes, así que solo hay estos.",
    graph: "Grafo",
    noGraph: "No hay dibujo de este modelo.",
    table: "Tabla",
    mean: "media",
    deviation: "desviación típica",
    command: "Comando",
    notFinite: "valores son infinitos o NaN",
};

const russian: RunsWords = {
    curves: "Кривые",
    loss: "Потери",
    value: "Метрика",
    across: "Эпохи или шаги слева направо; валидация — пунктиром.",
    training: "обучается",
    finished: "завершён",
    last: "последняя эпоха",
    show: "Показывать",
    lookAt: "Модель запуска",
    weights: "Веса по слоям",
    noGradients: "Запуск хранит веса, но не их градиенты, поэтому здесь только они.",
    graph: "Граф",
    noGraph: "Для этой модели нет рисунка.",
    table: "Таблица",
    mean: "среднее",
    deviation: "стандартное отклонение",
    command: "Команда",
    notFinite: "— столько значений бесконечны или NaN",
};

const languages: Record<string, RunsWords> = { en: english, es: spanish, ru: russian };

export function runsWordsOf(language: string): RunsWords {
    return languages[language] ?? english;
}
