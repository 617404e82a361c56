import type { Retold } from "./retelling";

// Sentences of the engine about tables, trainings and the way to it, with {0}, {1} … for what is inserted, in Spanish and in Russian.
// A test finds each in the engine's sources.
export const retoldTables: Retold[] = [
    // Notes about columns.
    ["as asked", "como se pidió", "как задано"],
    ["it holds no value at all", "no contiene ningún valor", "в нём нет ни одного значения"],
    [
        "it numbers the rows; TableOptions.Numeric = {0} keeps it",
        "numera las filas; TableOptions.Numeric = {0} la conserva",
        "он нумерует строки; TableOptions.Numeric = {0} его оставляет",
    ],
    [
        "whole numbers that are called an identifier, nearly all of them different; TableOptions.Numeric = {0} " +
            "keeps it",
        "números enteros con nombre de identificador, casi todos distintos; TableOptions.Numeric = {0} la conserva",
        "целые числа с именем идентификатора, почти все разные; TableOptions.Numeric = {0} его оставляет",
    ],
    [
        "constant in all rows, so without effect",
        "constante en todas las filas, así que no influye",
        "одинаково во всех строках, поэтому не влияет",
    ],
    [
        "whole numbers beyond 2^53 are rounded, so that neighbors may be the same; TableOptions.Ignore = {0} " +
            "leaves the column out",
        "los enteros de más de 2^53 se redondean, así que vecinos pueden coincidir; TableOptions.Ignore = {0} " +
            "deja fuera la columna",
        "целые числа больше 2^53 округляются, и соседние могут совпасть; TableOptions.Ignore = {0} исключает столбец",
    ],
    [
        "whole numbers, nearly all of them different, as identifiers are; TableOptions.Ignore = {0} leaves the " +
            "column out",
        "números enteros, casi todos distintos, como los identificadores; TableOptions.Ignore = {0} deja fuera " +
            "la columna",
        "целые числа, почти все разные, как у идентификаторов; TableOptions.Ignore = {0} исключает столбец",
    ],
    [
        "{0} stands far from all other numbers and more than once, as for a missing value; " +
            "TableOptions.MissingMarkers = {1} takes it so",
        "{0} está lejos de los demás números y más de una vez, como si faltara el valor; " +
            "TableOptions.MissingMarkers = {1} lo toma así",
        "{0} стоит далеко от других чисел и не раз, как вместо пропуска; TableOptions.MissingMarkers = {1} так " +
            "его и понимает",
    ],
    [
        "a text of its own in each row; TableOptions.Categorical = {0} keeps it",
        "un texto distinto en cada fila; TableOptions.Categorical = {0} la conserva",
        "в каждой строке свой текст; TableOptions.Categorical = {0} его оставляет",
    ],
    [
        "{0} different texts in {1} rows; TableOptions.Categorical = {2} keeps it",
        "{0} textos distintos en {1} filas; TableOptions.Categorical = {2} la conserva",
        "разных текстов — {0} на {1} строк; TableOptions.Categorical = {2} его оставляет",
    ],
    [
        "{0} different texts, more than {1}; TableOptions.MaximumCategories = {2} keeps it",
        "{0} textos distintos, más de {1}; TableOptions.MaximumCategories = {2} la conserva",
        "разных текстов — {0}, больше чем {1}; TableOptions.MaximumCategories = {2} его оставляет",
    ],
    ["it is {0} in every row", "es {0} en todas las filas", "в каждой строке {0}"],
    [
        "{0} differ only in upper and lower case",
        "{0} solo se distinguen por mayúsculas y minúsculas",
        "{0} различаются только регистром букв",
    ],
    [
        "{0} is taken for a date; TableOptions.Numeric = {1} takes the column as numbers",
        "{0} se toma por una fecha; TableOptions.Numeric = {1} toma la columna como números",
        "{0} принято за дату; TableOptions.Numeric = {1} читает столбец как числа",
    ],
    [
        "numbers in {0}, as in {1}; TableOptions.Categorical = {2} takes the column as names",
        "números en {0}, como en {1}; TableOptions.Categorical = {2} toma la columna como nombres",
        "числа с единицей {0}, как в {1}; TableOptions.Categorical = {2} читает столбец как названия",
    ],
    [
        "{0} begins with 0, as codes do; TableOptions.Categorical = {1} takes the column as names",
        "{0} empieza por 0, como los códigos; TableOptions.Categorical = {1} toma la columna como nombres",
        "{0} начинается с 0, как коды; TableOptions.Categorical = {1} читает столбец как названия",
    ],
    [
        "numbers in several units, {0}: write one, to use them as numbers",
        "números en varias unidades, {0}: escribe una sola, para usarlos como números",
        "числа в разных единицах, {0}: приведите к одной, чтобы использовать их как числа",
    ],
    // Tables and trainings.
    ["line {0}", "línea {0}", "строка {0}"],
    [
        "{0} field instead of {1} as in the first line",
        "{0} campo en lugar de los {1} de la primera línea",
        "{0} поле вместо {1}, как в первой строке",
    ],
    [
        "{0} fields instead of {1} as in the first line",
        "{0} campos en lugar de los {1} de la primera línea",
        "полей {0} вместо {1}, как в первой строке",
    ],
    [
        "take the line out if it is no sample, as a note below a table is none, or complete it",
        "quita la línea si no es una muestra, como una nota bajo la tabla, o complétala",
        "уберите строку, если это не образец, а, например, примечание под таблицей, или дополните её",
    ],
    [
        "complete the line, or put a field that contains the delimiter in quotes",
        "completa la línea, o pon entre comillas el campo que contiene el separador",
        "дополните строку или возьмите поле, в котором есть разделитель, в кавычки",
    ],
    [
        "put a field that contains the delimiter in quotes, or name every column in the first line",
        "pon entre comillas el campo que contiene el separador, o nombra todas las columnas en la primera línea",
        "возьмите поле, в котором есть разделитель, в кавычки или назовите в первой строке все столбцы",
    ],
    [
        "the label {0}, the last column, is {1} in every row",
        "la etiqueta {0}, la última columna, es {1} en todas las filas",
        "метка {0}, последний столбец, в каждой строке {1}",
    ],
    [
        "the label {0} is {1} in every row",
        "la etiqueta {0} es {1} en todas las filas",
        "метка {0} в каждой строке {1}",
    ],
    [
        "there is nothing to predict; set TableOptions.Label to another column",
        "no hay nada que predecir; pon TableOptions.Label en otra columna",
        "предсказывать нечего; задайте в TableOptions.Label другой столбец",
    ],
    ["the label {0} has {1}", "la etiqueta {0} tiene {1}", "у метки {0}: {1}"],
    ["a text of its own in each row", "un texto distinto en cada fila", "в каждой строке свой текст"],
    [
        "set TableOptions.Label to another column",
        "pon TableOptions.Label en otra columna",
        "задайте в TableOptions.Label другой столбец",
    ],
    [
        "A table needs a column of features besides the label",
        "Una tabla necesita una columna de características además de la etiqueta",
        "В таблице кроме метки нужен столбец признаков",
    ],
    [
        "set TableOptions.Label to the right column, or ignore less",
        "pon TableOptions.Label en la columna correcta, o ignora menos",
        "задайте в TableOptions.Label нужный столбец или исключите меньше",
    ],
    [
        "{0} became NaN at step {1} in epoch {2}",
        "{0} se hizo NaN en el paso {1} de la época {2}",
        "{0}: NaN на шаге {1} эпохи {2}",
    ],
    [
        "{0} became infinite at step {1} in epoch {2}",
        "{0} se hizo infinita en el paso {1} de la época {2}",
        "{0}: бесконечность на шаге {1} эпохи {2}",
    ],
    [
        "{0} rose from {1} to {2} at step {3} in epoch {4}",
        "{0} subió de {1} a {2} en el paso {3} de la época {4}",
        "{0}: рост с {1} до {2} на шаге {3} эпохи {4}",
    ],
    [
        "lower the learning rate (it is {0}), or {1}; the parameters are those that the training started with",
        "baja la tasa de aprendizaje (es {0}), o {1}; los parámetros son los del inicio del entrenamiento",
        "уменьшите скорость обучения (сейчас {0}) или {1}; параметры — те, с которых началось обучение",
    ],
    [
        "lower the learning rate (it is {0}), or {1}; the parameters are those of epoch {2}",
        "baja la tasa de aprendizaje (es {0}), o {1}; los parámetros son los de la época {2}",
        "уменьшите скорость обучения (сейчас {0}) или {1}; параметры — те, что были в эпохе {2}",
    ],
    [
        "The cost is {0} before step {1}",
        "El costo es {0} antes del paso {1}",
        "Функция потерь перед шагом {1} равна {0}",
    ],
    [
        "lower the learning rate of {0} or start elsewhere",
        "baja la tasa de aprendizaje de {0} o empieza en otro punto",
        "уменьшите скорость обучения {0} или начните с другой точки",
    ],
    [
        "No table is open: choose a file.",
        "No hay ninguna tabla abierta: elige un archivo.",
        "Таблица не открыта: выберите файл.",
    ],
    [
        "Nothing is being trained: start again.",
        "No se está entrenando nada: empieza de nuevo.",
        "Ничего не обучается: начните заново.",
    ],
    // The way to the engine.
    [
        "This takes too long in a browser, and was given up: try less of it, or `chainrule studio`.",
        "Esto tarda demasiado en un navegador y se abandonó: prueba con menos, o con `chainrule studio`.",
        "В браузере это слишком долго и было прервано: возьмите меньше или `chainrule studio`.",
    ],
    [
        "There is no answer: is `chainrule studio` still running?",
        "No hay respuesta: ¿sigue en marcha `chainrule studio`?",
        "Ответа нет: работает ли ещё `chainrule studio`?",
    ],
    [
        "This is more than the engine takes in one question, 2 MB.",
        "Es más de lo que el motor admite en una pregunta, 2 MB.",
        "Это больше, чем движок принимает за один вопрос, 2 МБ.",
    ],
    ["The engine was started again.", "El motor se ha vuelto a iniciar.", "Движок запущен заново."],
];
