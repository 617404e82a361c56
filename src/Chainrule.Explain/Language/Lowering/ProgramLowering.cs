using System.Collections.Immutable;
using System.Numerics;
using Chainrule.Dimensions;

namespace Chainrule.Language;

/// <summary>
/// From a program to its graph: the shapes are checked with the given sizes first, so what follows fits.
/// </summary>
internal sealed class ProgramLowering
{
    private readonly ChainProgram program;
    private readonly ChainOptions options;
    private readonly ProgramAnalysis analysis;
    private readonly Diagnostics diagnostics;
    private readonly OrderedDictionary<string, int> sizes;
    private readonly Dictionary<string, Lowered> values = [];
    private readonly List<Tensor> named = [];
    private readonly List<Tensor> unbound = [];

    private ProgramLowering(ChainProgram program, ChainOptions options)
    {
        this.program = program;
        this.options = options;
        diagnostics = new(program.Analysis.Syntax.Source);
        analysis = ProgramAnalyzer.Analyze(program.Analysis.Syntax, diagnostics, Given());
        diagnostics.ThrowIfAny();
        sizes = KnownSizes();
    }

    public static ChainModel Build(ChainProgram program, ChainOptions options) =>
        new ProgramLowering(program, options).Build();

    private ChainModel Build()
    {
        var expressions = new ExpressionLowering(values, analysis.Functions, sizes, analysis.Masks, options);
        foreach (Symbol symbol in analysis.Symbols)
        {
            if (symbol.Kind == SymbolKind.Mask)
            {
                // It has its name and its axes from the dropout.
                named.Add(expressions.Mask(symbol.Name).Named(symbol.Name));
                values.Add(symbol.Name, new(named[^1]));
                continue;
            }
            Lowered value;
            try
            {
                value = symbol.Declarator is null
                    ? expressions.Lower(symbol.Value!)
                    : new(Declare(symbol, named.Count));
            }
            catch (Exception error) when (error is ShapeException or OverflowException)
            {
                throw Error(symbol.Value?.Span ?? symbol.Span, error.Message.TrimEnd('.'), "choose sizes that fit");
            }
            if (options.TargetScaling is { } scaling && analysis.Outputs.FirstOrDefault() == symbol)
                value = new(Restored(symbol, value.Tensor!, scaling));
            if (symbol.Inferred.Shape?.Rank == 0 && value.Tensor!.Rank > 0)
                value = new(Functions.Reshape(value.Tensor, Shape.Scalar));
            Tensor tensor = WithAxisNames(
                symbol.Declarator is null ? Fresh(value.Tensor!) : value.Tensor!, symbol.Name).Named(symbol.Name);
            Tensor? rowOf = value.RowOf is { } vector ? Functions.Reshape(tensor, vector.Shape) : null;
            values.Add(symbol.Name, value with { Tensor = tensor, RowOf = rowOf });
            named.Add(tensor);
        }
        var model = new ChainModel(program, named, sizes)
        {
            Unbound = unbound,
            Options = options,
            Classes = expressions.Classes,
            CountedClasses = analysis.Classes,
        };
        // Of several costs each has a model of its own for its claims.
        model.Jacobians = new(() => [.. analysis.Jacobians.Select((claim, i) => Claim(
            program.Analysis.Jacobians[i], claim, (of, by) => Functions.Jacobian(model[of], model[by]), expressions))]);
        if (analysis.Costs.Length != 1) return model;
        if (analysis.Syntax.Derived.Length > 0) DeriveNames(model, expressions);
        model.Claims = [.. analysis.Claims.Select((claim, i) => Claim(
            program.Analysis.Claims[i], claim, (_, by) => model.Derivative(by), expressions))];
        return model;
    }

    private Tensor Restored(Symbol output, Tensor value, TargetScaling scaling) =>
        value.Rank > 0 && value.Shape.Without(0).Size == scaling.Means.Count ? scaling.Restore(value)
        : throw new ChainruleException(
            $"{program.File} has targets of {scaling.Means.Count} numbers a sample, but {output.Name} has the shape " +
            $"{value.Shape}: set TargetScaling to null.");

    /// <summary>The sizes from outside, each checked to name something.</summary>
    private Sizes Given()
    {
        foreach ((string name, int size) in options.Dimensions)
        {
            if (!program.Dimensions.Contains(name))
            {
                string remedy = Vocabulary.Nearest(name, program.Dimensions) is { } meant ? $"did you mean `{meant}`?"
                    : program.Dimensions.Count == 0 ? "all its sizes are numbers."
                    : $"it has {string.Join(", ", program.Dimensions)}.";
                throw new ChainruleException($"{program.File} has no dimension `{name}`: {remedy}");
            }
            if (size < 1)
                throw new ChainruleException($"The dimension {name} cannot be {size}: give a whole number from 1.");
        }
        ImmutableDictionary<string, ImmutableArray<int>> arrays = options.Arrays.ToImmutableDictionary(
            array => array.Key, array => array.Value.Shape.Lengths.ToImmutableArray());
        return new(options.Dimensions.ToImmutableDictionary(), arrays)
        {
            Fill = options.FillDimensions ? options.SizeSet : null,
            Classes = options.Classes,
        };
    }

    // In the order of their declarations, in which people read them.
    private OrderedDictionary<string, int> KnownSizes()
    {
        var known = new OrderedDictionary<string, int>();
        foreach (DimensionVariable dimension in analysis.Dimensions.Named)
        {
            if (Dimension.Of(dimension).Evaluate() is not { } size)
            {
                throw new ChainruleException(
                    $"{program.File}: the size of {dimension.Name} is not known: set " +
                    $"ChainOptions.Dimensions[\"{dimension.Name}\"], or pass an array that has it.");
            }
            if (size > Array.MaxLength || size < 1)
                throw new ChainruleException($"{program.File}: {dimension.Name} cannot be {size}: choose other sizes.");
            known.Add(dimension.Name!, (int)size);
        }
        return known;
    }

    private Tensor Declare(Symbol symbol, int stream)
    {
        Declarator declarator = symbol.Declarator!;
        int[] lengths = [.. declarator.Dimensions.Select(d => d.Name is null ? d.Size : sizes[d.Name])];
        if (lengths.Aggregate(BigInteger.One, (product, length) => product * length) > Array.MaxLength)
        {
            throw Error(
                declarator.Span, $"`{symbol.Name}` has {string.Join(" × ", lengths)} elements, more than memory holds",
                $"choose sizes with at most {Array.MaxLength:N0}");
        }
        Shape shape = Shape.Create(lengths).WithNames([.. declarator.Dimensions.Select(d => d.Name)]);
        Tensor? array = options.Arrays.GetValueOrDefault(symbol.Name);
        if (symbol.Kind == SymbolKind.Parameter)
        {
            if (array is { IsParameter: true } && array.DType == options.DType) return array;
            Tensor start = array?.Cast(options.DType) ?? Start(symbol, shape, stream);
            return Tensor.Parameter(Functions.Reshape(start, shape), symbol.Name);
        }
        DType dtype = symbol.Inferred.AreLabels ? DType.Int32 : options.DType;
        var input = Tensor.Input(shape, dtype, symbol.Name);
        ((Variable)Node.Of(input).Operator).Declared = InputKind.Find(declarator.Role?.Name)?.Declared ?? default;
        if (array is null) unbound.Add(input);
        else input.Assign(symbol.Inferred.AreLabels ? Labels(symbol, array) : array);
        return input;
    }

    private static Tensor Labels(Symbol symbol, Tensor array)
    {
        double[] labels = array.Cast(DType.Float64).ToArray<double>();
        int wrong = Array.FindIndex(labels, label => label != Math.Floor(label) || label < 0 || label > int.MaxValue);
        return wrong < 0 ? array.Cast(DType.Int32) : throw new DataException(
            $"The array {symbol.Name} holds labels, but element {wrong} is {labels[wrong]}: " +
            "labels are whole numbers from 0.");
    }

    private Tensor Start(Symbol symbol, Shape shape, int stream)
    {
        InitializerSyntax? syntax = symbol.Declarator!.Initializer;
        try
        {
            return Initializer(syntax, shape.Rank).Create(shape, options.Seed, stream, options.DType);
        }
        catch (ChainruleException error)
        {
            throw Error(syntax?.Span ?? symbol.Span, error.Message.TrimEnd('.'), "choose another initializer");
        }
    }

    private Initializer Initializer(InitializerSyntax? syntax, int rank)
    {
        if (syntax is null) return rank >= 2 ? Chainrule.Initializer.XavierUniform : Chainrule.Initializer.Zeros;
        (string Name, double? Default)[] parameters = InitializerNumbers.Parameters(syntax.Name.Name);
        var numbers = new double[parameters.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            Argument? argument = syntax.Arguments.FirstOrDefault(a => a.Name == parameters[i].Name)
                ?? (i < syntax.Arguments.Length && syntax.Arguments[i].Name is null ? syntax.Arguments[i] : null);
            numbers[i] = (argument is null ? parameters[i].Default : InitializerNumbers.Evaluate(argument.Value, Size))
                ?? throw Error(syntax.Span, $"`{syntax.Name.Name}` needs a number", $"write `{syntax.Name.Name}(0.5)`");
        }
        return syntax.Name.Name switch
        {
            "normal" => Chainrule.Initializer.Normal(numbers[0], numbers[1]),
            "uniform" => Chainrule.Initializer.Uniform(numbers[0], numbers[1]),
            "constant" => Chainrule.Initializer.Constant(numbers[0]),
            _ => Chainrule.Initializer.Parse(syntax.Name.Name),
        };
    }

    private double? Size(string name) => sizes.TryGetValue(name, out int size) ? size : null;

    /// <summary>
    /// A node that has no name yet: a second name for the same value gets a node of its own, which only passes it on.
    /// </summary>
    private static Tensor Fresh(Tensor value) =>
        Node.Of(value).Name is null ? value : new Operators.BroadcastTo(value.Shape).On(value);

    /// <summary>
    /// A value whose axes have the names of the dimensions that they equal by the declarations: the columns of joined
    /// matrices, where a parameter has as many rows.
    /// </summary>
    private Tensor WithAxisNames(Tensor value, string name)
    {
        Node node = Node.Of(value);
        SymbolicShape? shape = program.Analysis.Find(name)!.Inferred.Shape;
        if (node.Operator is Leaf || shape is null || shape.Rank != node.Shape.Rank) return value;
        string?[] own = [.. Enumerable.Range(0, shape.Rank).Select(axis => node.Shape.AxisName(axis))];
        string?[] names = [.. own.Select((length, axis) =>
            length is null || SizeName.IsCompound(length) ? NameOf(shape[axis]) ?? length : length)];
        if (names.SequenceEqual(own)) return value;
        Shape named = node.Shape.WithNames(names);
        return new Node(node.Operator, node.Inputs, named, node.DType) { Call = node.Call }.Tensor;
    }

    private string? NameOf(Dimension dimension)
    {
        if (dimension.Canonical() is not { } wanted) return null;
        return program.Analysis.Dimensions.Named.FirstOrDefault(
            named => Dimension.Of(named).Canonical() is { } canonical && canonical.IsSame(wanted))?.Name;
    }

    // The derivation has a graph of its own, over the same inputs and parameters, in which these names are nodes. What
    // the language has words for is computed as the program computes it: in another order of operations a maximum would
    // not be equal to the element that it is.
    private void DeriveNames(ChainModel model, ExpressionLowering expressions)
    {
        var derivation = Derivation.Of(model.Cost!, [], model.Outputs);
        Tensor[] introduced = [.. derivation.Introduced.Select(line => line.Of)];
        Tensor[] gradients = Functions.Gradients(derivation.Walk.Cost.Tensor, introduced);
        var derived = new Dictionary<string, (Tensor, Tensor)>();
        foreach ((Tensor value, Tensor gradient) in introduced.Zip(gradients))
        {
            string name = value.Name!;
            Expression? formula = analysis.Syntax.Derived.First(one => one.Name == name).Value;
            Tensor? written = formula is null ? null : LowerIfFits(expressions, formula);
            Tensor own = written?.Shape == value.Shape ? Fresh(written).Named(name) : value;
            derived.Add(name, (own, gradient));
            values.Add(name, new(own));
        }
        model.Derived = derived;
    }

    // A formula may fit by the rules of the language and not by those of an operator.
    private static Tensor? LowerIfFits(ExpressionLowering expressions, Expression formula)
    {
        try
        {
            return expressions.Lower(formula).Tensor;
        }
        catch (ShapeException)
        {
            return null;
        }
    }

    // What the names of the dimensions say was found when the program was read; whether these sizes fit was found just
    // now.
    private ChainClaim Claim(
        ClaimAnalysis byName, ClaimAnalysis bySize, Func<string, string, Tensor> derivatives,
        ExpressionLowering expressions)
    {
        string of = byName.Statement.Derivative.Cost.Name, variable = byName.Variable!.Name;
        Tensor? value = bySize.Shape is null ? null : Lower(byName.Statement.Value);
        return new(of, variable, SyntaxPrinter.Print(byName.Statement.Value),
            analysis.Syntax.Source.Line(byName.Statement.Span.Start), value, derivatives(of, variable),
            byName.Statement.Value, byName.Shape?.ToString(), Lower, byName.Problem ?? bySize.Problem,
            byName.Statement.CountsOnce);

        Tensor? Lower(Expression formula)
        {
            expressions.Derivatives = derivatives;
            return LowerIfFits(expressions, formula);
        }
    }

    private LanguageException Error(TextSpan span, string problem, string remedy) =>
        new([diagnostics.Source.Error(span, problem, remedy)]);
}
