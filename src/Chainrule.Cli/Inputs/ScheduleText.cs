using System.Globalization;

namespace Chainrule.Cli.Inputs;

/// <summary>
/// Learning-rate schedules as text, counted in epochs: <c>cosine</c>, <c>cosine:0.01</c>, <c>restarts:10:2</c>,
/// <c>step:10:0.5</c>, <c>exponential:0.95</c>, <c>polynomial:2</c>, <c>onecycle</c>, <c>plateau:0.5:3</c>,
/// and <c>warmup:3</c> or <c>warmup:3:cosine</c>.
/// </summary>
internal static class ScheduleText
{
    private const string Forms =
        "cosine[:MINIMUM], restarts:EVERY[:FACTOR], step:EVERY[:FACTOR], exponential:FACTOR, polynomial[:POWER], " +
        "onecycle[:RISING], plateau[:FACTOR[:PATIENCE]] or warmup:N[:THEN]";

    public static LearningRateSchedule Parse(string text, int epochs)
    {
        string[] words = text.Split(':', StringSplitOptions.TrimEntries);
        return (words[0], words.Length) switch
        {
            ("cosine", <= 2) => LearningRateSchedule.Cosine(Math.Max(1, epochs), Number(1, 0)),
            ("restarts", 2 or 3) => LearningRateSchedule.CosineRestarts(Whole(1, 1), Whole(2, 1)),
            ("polynomial", <= 2) => LearningRateSchedule.Polynomial(Math.Max(1, epochs), Number(1, 1)),
            ("onecycle", <= 2) => LearningRateSchedule.OneCycle(Math.Max(2, epochs), Number(1, 0.3)),
            ("step", 2 or 3) => LearningRateSchedule.Step(Whole(1, 1), Number(2, 0.1)),
            ("exponential", 2) => LearningRateSchedule.Exponential(Number(1, 1)),
            ("plateau", <= 3) => LearningRateSchedule.ReduceOnPlateau(Number(1, 0.1), Whole(2, 10)),
            ("warmup", 2) => LearningRateSchedule.Warmup(Whole(1, 1)),
            ("warmup", > 2) => LearningRateSchedule.Warmup(
                Whole(1, 1), Parse(string.Join(':', words[2..]), epochs - Whole(1, 1))),
            _ => throw new ChainruleException($"--schedule '{text}' is not a schedule: write {Forms}."),
        };

        double Number(int place, double usual) => place >= words.Length ? usual
            : double.TryParse(words[place], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number
            : throw Wrong(words[place], "number");

        int Whole(int place, int usual) => place >= words.Length ? usual
            : int.TryParse(words[place], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw Wrong(words[place], "positive integer");

        ChainruleException Wrong(string word, string kind) =>
            new($"--schedule '{text}': '{word}' is not a {kind}: write {Forms}.");
    }
}
