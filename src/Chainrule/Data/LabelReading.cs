using System.Globalization;
using System.Runtime.InteropServices;

namespace Chainrule;

/// <summary>What numbers to predict are meant as.</summary>
public enum LabelMeaning
{
    /// <summary>Classes where they are few whole numbers that each occur again, else values.</summary>
    Automatic,

    /// <summary>Each number is the name of a class.</summary>
    Classes,

    /// <summary>Values of a regression.</summary>
    Values,
}

/// <summary>What was made of the numbers to predict, and why.</summary>
/// <param name="Classes">The numbers that stand for classes, in ascending order; empty for values.</param>
/// <param name="Reason">Why, in words that follow a colon.</param>
internal sealed record LabelReading(double[] Classes, string Reason)
{
    public const int MaxClassesUnasked = 20;

    private const int MaxClasses = 100_000;

    // Whole numbers of which most occur again and some do not may be classes with a stray one, or values.
    private const int RowsPerDoubtfulClass = 3;

    public bool IsClassification => Classes.Length > 0;

    /// <summary>The classes' names: the numbers in their shortest form.</summary>
    public string[] ClassNames => Array.ConvertAll(Classes, value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Decides what the numbers mean, unless it is said.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <param name="meaning">What is said of them.</param>
    /// <param name="what">What they are, at the beginning of a message.</param>
    /// <param name="asClasses">What is to be set for classes, for messages.</param>
    /// <param name="asValues">What is to be set for values, for messages.</param>
    /// <exception cref="DataException">The numbers can be meant either way, or are of one class only.</exception>
    public static LabelReading Of(
        ReadOnlySpan<double> values, LabelMeaning meaning, string what, string asClasses, string asValues)
    {
        if (meaning == LabelMeaning.Values) return new([], "as asked");
        int most = meaning == LabelMeaning.Classes ? MaxClasses : MaxClassesUnasked;
        Dictionary<double, int>? counts = Count(values, most);
        if (meaning == LabelMeaning.Automatic)
        {
            foreach (double value in values)
                if (value != Math.Floor(value)) return new([], "numbers that are not all whole are values");
            if (counts is null)
                return new([], $"whole numbers with more than {MaxClassesUnasked} different values are values");
        }
        if (counts is null)
        {
            throw new DataException($"{what} has more than {MaxClasses:N0} different values, too many for classes: " +
                $"set {asValues}.");
        }
        double[] classes = [.. counts.Keys.Order()];
        if (meaning == LabelMeaning.Automatic && counts.Values.Any(count => count == 1))
        {
            if (classes.Length == 1 || values.Length < RowsPerDoubtfulClass * classes.Length)
                return new([], "whole numbers that do not all occur again are values");
            double stray = counts.Where(pair => pair.Value == 1).Select(pair => pair.Key).Max();
            throw new DataException(
                $"{what} has {classes.Length} different whole numbers in {values.Length:N0} rows, and one of " +
                $"them, {stray:R}, only once: are they classes or values? Set {asClasses} or {asValues}.");
        }
        if (classes.Length == 1)
        {
            throw new DataException(
                $"{what} is {classes[0]:R} in every row: there is nothing to tell apart; choose another column or " +
                "array to predict, or add rows of other classes.");
        }
        return new(classes, meaning == LabelMeaning.Classes ? "as asked"
            : $"{classes.Length} different whole numbers, each of which occurs again, are classes");
    }

    /// <summary>The index of each number among the classes.</summary>
    /// <exception cref="DataException">A number is none of the classes.</exception>
    public static int[] Encode(ReadOnlySpan<double> values, ReadOnlySpan<double> classes, string what)
    {
        var labels = new int[values.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = classes.BinarySearch(values[i]);
            if (labels[i] >= 0) continue;
            throw new DataException($"{what} is {values[i]:R} in row {i}, which is none of the {classes.Length} " +
                "classes that the model knows: leave the row out, or train with samples of that class.");
        }
        return labels;
    }

    // Null where there are more different ones than that.
    private static Dictionary<double, int>? Count(ReadOnlySpan<double> values, int most)
    {
        var counts = new Dictionary<double, int>();
        foreach (double value in values)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, value == 0 ? 0 : value, out _)++;
            if (counts.Count > most) return null;
        }
        return counts;
    }
}
