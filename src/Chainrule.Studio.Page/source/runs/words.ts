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
    gradients: "Gradients by layer",
    meanGradients: "The moving mean of the last gradients, about ten with the usual β₁ = 0.9, that Adam keeps.",
    noGradients: "A run keeps no gradients; only Adam and AdamW keep their mean.",
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
    gradients: "Gradientes por capa",
    meanGradients: "La media móvil de los últimos gradientes, unos diez con el β₁ = 0.9 habitual, que guarda Adam.",
    noGradients: "Una ejecución no guarda gradientes; solo Adam y AdamW guardan su media.",
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
    gradients: "Градиенты по слоям",
    meanGradients: "Скользящее среднее последних градиентов (около десяти при обычном β₁ = 0.9), которое хранит Adam.",
    noGradients: "Запуск не хранит градиентов; только Adam и AdamW хранят их среднее.",
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
