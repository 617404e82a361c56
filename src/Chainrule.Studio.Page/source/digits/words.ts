// The words of the Digits room.

const english = {
    draw: "Draw a digit",
    pad: "The digit: draw with mouse, finger or pen, or choose one of the samples below",
    clear: "Clear",
    samples: "Or show one that was held out:",
    sample: "Show a held-out",
    sampleIs: (label: number) => `The label of this one is ${label}.`,
    centered:
        "What you draw is scaled until its longer side has 20 of the 28 pixels, and shifted until the center " +
        "of its ink is the center, as the digits of MNIST are.",
    honest:
        "It learned from digits that a program drew, not from people's handwriting: yours may look unlike all " +
        "of them, and then it is sure and wrong.",
    answer: "What it reads",
    reads: (digit: number, share: string) => `It reads ${digit}, with ${share} %.`,
    nothingDrawn: "Nothing is drawn yet.",
    evidence: "Pixels for and against",
    evidenceOfNone: "Pixels for and against a digit",
    formula: "The derivative of the score by the pixels",
    evidenceNote:
        "Blue: more ink here raises the score of this digit; orange: it lowers it. Choose another digit in " +
        "the list. The colors are the derivative of the score s = Σ c ⊙ z by each pixel, where c is 1 for " +
        "this digit and 0 for the others.",
    layers: "The hidden layers",
    layersNote:
        "A square is a unit. Its picture, in the first layer, is its weights: ink on blue excites it, on " +
        "orange it inhibits it. The bar is its output for your digit.",
    layer: "Layer",
    training: "Training",
    accuracy: "right, held out",
    loss: "loss",
    speed: "digits a second",
    curve: "The loss of the training",
    counts: (train: number, held: number) => `It learns from ${train} digits and is judged by ${held} others.`,
    open: "Open MNIST files…",
    twoFiles: "Open two files at once: the IDX file of the images and that of the labels.",
    useShipped: "Back to the drawn digits",
    download: "Download the model",
    network: "Hidden layers",
    none: "none",
    activation: "Activation",
};

export type DigitsWords = typeof english;

const spanish: DigitsWords = {
    draw: "Dibuja una cifra",
    pad: "La cifra: dibuja con ratón, dedo o lápiz, o elige una de las muestras de abajo",
    clear: "Borrar",
    samples: "O muestra una de las apartadas:",
    sample: "Mostrar una apartada:",
    sampleIs: (label) => `La etiqueta de esta es ${label}.`,
    centered:
        "Lo que dibujas se escala hasta que su lado mayor ocupa 20 de los 28 píxeles, y se desplaza hasta que " +
        "el centro de su tinta es el centro, como las cifras de MNIST.",
    honest:
        "Aprendió de cifras que dibujó un programa, no de letra de personas: la tuya puede no parecerse a " +
        "ninguna, y entonces se equivoca con toda seguridad.",
    answer: "Lo que lee",
    reads: (digit, share) => `Lee ${digit}, con un ${share} %.`,
    nothingDrawn: "Aún no hay nada dibujado.",
    evidence: "Píxeles a favor y en contra:",
    evidenceOfNone: "Píxeles a favor y en contra de una cifra",
    formula: "La derivada de la puntuación respecto a los píxeles",
    evidenceNote:
        "Azul: más tinta aquí sube la puntuación de esta cifra; naranja: la baja. Elige otra cifra en la " +
        "lista. Los colores son la derivada de la puntuación s = Σ c ⊙ z respecto a cada píxel, donde c es 1 " +
        "para esta cifra y 0 para las demás.",
    layers: "Las capas ocultas",
    layersNote:
        "Un cuadro es una unidad. Su imagen, en la primera capa, son sus pesos: la tinta sobre azul la " +
        "excita, sobre naranja la inhibe. La barra es su salida para tu cifra.",
    layer: "Capa",
    training: "Entrenamiento",
    accuracy: "aciertos, apartadas",
    loss: "pérdida",
    speed: "cifras por segundo",
    curve: "La pérdida del entrenamiento",
    counts: (train, held) => `Aprende de ${train} cifras y se juzga con otras ${held}.`,
    open: "Abrir archivos MNIST…",
    twoFiles: "Abre dos archivos a la vez: el IDX de las imágenes y el de las etiquetas.",
    useShipped: "Volver a las cifras dibujadas",
    download: "Descargar el modelo",
    network: "Capas ocultas",
    none: "ninguna",
    activation: "Activación",
};

const russian: DigitsWords = {
    draw: "Нарисуйте цифру",
    pad: "Цифра: рисуйте мышью, пальцем или пером или выберите один из примеров ниже",
    clear: "Стереть",
    samples: "Или покажите одну из отложенных:",
    sample: "Показать отложенную",
    sampleIs: (label) => `Метка этой цифры — ${label}.`,
    centered:
        "Рисунок масштабируется, пока его длинная сторона не займёт 20 из 28 пикселей, и сдвигается, пока " +
        "центр чернил не окажется в центре, как у цифр MNIST.",
    honest:
        "Сеть училась на цифрах, нарисованных программой, а не на почерке людей: ваш может не походить ни на " +
        "одну из них, и тогда она уверенно ошибается.",
    answer: "Что она читает",
    reads: (digit, share) => `Читает ${digit}, ${share} %.`,
    nothingDrawn: "Пока ничего не нарисовано.",
    evidence: "Пиксели за и против:",
    evidenceOfNone: "Пиксели за и против цифры",
    formula: "Производная оценки по пикселям",
    evidenceNote:
        "Синий: больше чернил здесь повышает оценку этой цифры; оранжевый: понижает. В списке можно выбрать " +
        "другую цифру. Цвета — производная оценки s = Σ c ⊙ z по каждому пикселю, где c равно 1 для этой " +
        "цифры и 0 для остальных.",
    layers: "Скрытые слои",
    layersNote:
        "Квадрат — это нейрон. Его картинка в первом слое — его веса: чернила на синем возбуждают его, на " +
        "оранжевом тормозят. Полоска — его выход для вашей цифры.",
    layer: "Слой",
    training: "Обучение",
    accuracy: "верно, отложенные",
    loss: "потери",
    speed: "цифр в секунду",
    curve: "Потери при обучении",
    counts: (train, held) => `Цифр для обучения: ${train}; для проверки: ${held}.`,
    open: "Открыть файлы MNIST…",
    twoFiles: "Откройте сразу два файла: IDX с изображениями и IDX с метками.",
    useShipped: "Вернуться к нарисованным",
    download: "Скачать модель",
    network: "Скрытые слои",
    none: "нет",
    activation: "Активация",
};

const languages: Record<string, DigitsWords> = { en: english, es: spanish, ru: russian };

export function digitsWordsOf(language: string): DigitsWords {
    return languages[language] ?? english;
}
