namespace Chainrule.Studio.Derivations;

/// <summary>A question about a program.</summary>
/// <param name="Text">The program, a forward pass as mathematics or in Python.</param>
/// <param name="Language">The language of reasons and verdicts.</param>
/// <param name="Cost">Which of several costs is meant; the first if null.</param>
/// <param name="Of">The value whose gradient is meant.</param>
/// <param name="Format">The format of an export.</param>
/// <param name="Answer">The right side that somebody wrote for the gradient of <paramref name="Of"/>.</param>
/// <param name="At">The place of an element.</param>
internal sealed record DeriveRequest(
    string Text, string Language = "en", string? Cost = null, string? Of = null, string? Format = null,
    string? Answer = null, int[]? At = null);

/// <summary>A file that is opened, or a notebook that is pasted.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">What is in it.</param>
internal sealed record ProgramFile(string Name, string Text);

/// <summary>A program as it was understood, derived for each of its costs.</summary>
/// <param name="Reader">How it was read: <c>chain</c> or <c>python</c>.</param>
/// <param name="Summary">What was understood that the text does not say in words.</param>
/// <param name="Problems">Errors and warnings, by their places.</param>
/// <param name="Costs">The derivations; empty where an error stands in the way.</param>
internal sealed record DeriveAnswer(string Reader, string Summary, Problem[] Problems, CostAnswer[] Costs);

/// <summary>An error or a warning in the text; line 0 where it has no place.</summary>
internal sealed record Problem(
    int Line, int Column, int Length, string What, string Remedy, bool IsWarning);

/// <summary>The derivation of one cost.</summary>
internal sealed record CostAnswer(
    string Cost, LineAnswer[] Functions, LineAnswer[] Forward, LineAnswer[] Backward, WholeAnswer[] Whole,
    string[] Notes);

/// <summary>A line of a derivation.</summary>
/// <param name="Of">The value that it defines, or whose gradient it is.</param>
/// <param name="Text">The line as text.</param>
/// <param name="Equation">The line as MathML whose parts carry their shapes.</param>
/// <param name="Shapes">The shapes of the factors.</param>
/// <param name="Reason">Why it holds, as HTML.</param>
/// <param name="Line">The line of the program that gives the value, or null.</param>
internal sealed record LineAnswer(
    string Of, string Text, string Equation, string Shapes, string[] Reason, int? Line);

/// <summary>A gradient in forward values only.</summary>
internal sealed record WholeAnswer(string Of, string Equation);

/// <summary>The verdicts on the claims of a program, and the claims that are left blank.</summary>
internal sealed record GradeAnswer(ClaimAnswer[] Claims, BlankAnswer[] Blanks);

/// <summary>A verdict on a claim.</summary>
/// <param name="Line">The line of the program.</param>
/// <param name="Claim">What is claimed.</param>
/// <param name="Grade"><c>right</c>, <c>wrongValue</c>, <c>wrongShape</c> or <c>undecided</c>.</param>
/// <param name="Sentence">The verdict where nothing is to be guessed: right, or undecided and why.</param>
/// <param name="Hints">One step of help at a time; empty where none is needed.</param>
internal sealed record ClaimAnswer(int Line, string Claim, string Grade, string Sentence, string[] Hints);

/// <summary>The verdict on an answer, or why it cannot be read.</summary>
internal sealed record TryAnswer(ClaimAnswer? Verdict, Problem? Problem);

/// <summary>A claim that is left blank.</summary>
internal sealed record BlankAnswer(int Line, string Of);

/// <summary>How a line follows, in index notation.</summary>
internal sealed record StepsAnswer(string[] Steps);

/// <summary>A derivation in another format.</summary>
internal sealed record ExportAnswer(string Text);

/// <summary>The values of a gradient in a small example.</summary>
/// <param name="Left">The gradient: <c>dS/dW2</c>.</param>
/// <param name="Sizes">The sizes of the example: <c>m = 5, n = 3</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Rows">How many rows of its last two axes are told.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="Values">These, row by row.</param>
internal sealed record NumbersAnswer(
    string Left, string Sizes, int[] Shape, int Rows, int Columns, double[] Values);

/// <summary>How an element comes to be: the first of the terms whose sum it is, and the sum of the others.</summary>
internal sealed record ElementAnswer(string Left, double Value, TermAnswer[] Terms, int Others, double OfOthers);

/// <summary>A term of an element, in names, in numbers, and its value.</summary>
internal sealed record TermAnswer(string Formula, string Numbers, double Value);
