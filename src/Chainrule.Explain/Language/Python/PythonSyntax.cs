using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>A part of a Python text, with its place.</summary>
internal abstract record PythonSyntax(TextSpan Span);

/// <summary>A Python expression.</summary>
internal abstract record PyExpression(TextSpan Span) : PythonSyntax(Span);

internal sealed record PyNumber(double Value, bool IsWhole, TextSpan Span) : PyExpression(Span);

internal sealed record PyText(string Value, TextSpan Span) : PyExpression(Span)
{
    public bool IsFormatted { get; init; }
}

internal sealed record PyName(string Name, TextSpan Span) : PyExpression(Span);

/// <summary>A tuple or a list.</summary>
internal sealed record PySequence(ImmutableArray<PyExpression> Items, bool IsTuple, TextSpan Span) : PyExpression(Span);

internal sealed record PyDictionary(
    ImmutableArray<(PyExpression Key, PyExpression Value)> Items, TextSpan Span) : PyExpression(Span);

internal sealed record PyAttribute(PyExpression Owner, string Name, TextSpan Span) : PyExpression(Span);

internal sealed record PySubscript(PyExpression Owner, PyExpression Index, TextSpan Span) : PyExpression(Span);

internal sealed record PySlice(PyExpression? Start, PyExpression? End, PyExpression? Step, TextSpan Span)
    : PyExpression(Span);

/// <summary>An argument; <c>*</c> or <c>**</c> before it is <paramref name="Stars"/>.</summary>
internal sealed record PyArgument(string? Name, PyExpression Value, int Stars);

internal sealed record PyCall(PyExpression Function, ImmutableArray<PyArgument> Arguments, TextSpan Span)
    : PyExpression(Span);

internal sealed record PyUnary(string Sign, PyExpression Operand, TextSpan Span) : PyExpression(Span);

internal sealed record PyBinary(string Sign, PyExpression Left, PyExpression Right, TextSpan Span) : PyExpression(Span);

internal sealed record PyConditional(PyExpression Test, PyExpression Then, PyExpression Else, TextSpan Span)
    : PyExpression(Span);

internal sealed record PyParameter(string Name, PyExpression? Default, int Stars, TextSpan Span);

internal sealed record PyLambda(ImmutableArray<PyParameter> Parameters, PyExpression Body, TextSpan Span)
    : PyExpression(Span);

/// <summary><c>[f(x) for x in xs if x]</c>.</summary>
internal sealed record PyComprehension(
    PyExpression Item, ImmutableArray<(PyExpression Target, PyExpression Source, PyExpression? Test)> Clauses,
    TextSpan Span) : PyExpression(Span);

/// <summary>A Python statement.</summary>
internal abstract record PyStatement(TextSpan Span) : PythonSyntax(Span);

/// <summary><c>a = b = value</c>; with an operator, <c>a += value</c>.</summary>
internal sealed record PyAssignment(
    ImmutableArray<PyExpression> Targets, string? Operator, PyExpression Value, TextSpan Span) : PyStatement(Span);

internal sealed record PyExpressionStatement(PyExpression Value, TextSpan Span) : PyStatement(Span);

internal sealed record PyReturn(PyExpression? Value, TextSpan Span) : PyStatement(Span);

internal sealed record PyFunction(
    string Name, ImmutableArray<PyParameter> Parameters, ImmutableArray<PyStatement> Body, TextSpan Span)
    : PyStatement(Span);

internal sealed record PyClass(
    string Name, ImmutableArray<PyExpression> Parents, ImmutableArray<PyStatement> Body, TextSpan Span)
    : PyStatement(Span);

internal sealed record PyFor(
    PyExpression Target, PyExpression Source, ImmutableArray<PyStatement> Body, TextSpan Span) : PyStatement(Span);

/// <summary>A block that runs as it stands: the body of <c>with</c> or <c>try</c>.</summary>
internal sealed record PyBlock(ImmutableArray<PyStatement> Body, TextSpan Span) : PyStatement(Span);

internal sealed record PyWhile(PyExpression Test, ImmutableArray<PyStatement> Body, TextSpan Span) : PyStatement(Span);

internal sealed record PyIf(
    PyExpression Test, ImmutableArray<PyStatement> Then, ImmutableArray<PyStatement> Else, TextSpan Span)
    : PyStatement(Span);

/// <summary>An import: the local name of a module, or of one of its members, and its full one.</summary>
internal sealed record PyImport(ImmutableArray<(string Local, string Path)> Names, TextSpan Span) : PyStatement(Span);

/// <summary><c>continue</c>, <c>break</c> or <c>raise</c>: what follows in the block is not reached.</summary>
internal sealed record PyLeave(string Word, TextSpan Span) : PyStatement(Span);

/// <summary>A line that could not be read, and the names it may define.</summary>
internal sealed record PyUnread(string Problem, ImmutableArray<string> Names, TextSpan Span) : PyStatement(Span);
