namespace Chainrule.Language.Python;

/// <summary>Calls of functions, methods, classes and layers.</summary>
internal sealed class PythonCalls(PythonEvaluator evaluator)
{
    private readonly ArrayFunctions arrays = new(evaluator);
    private readonly TorchLayers layers = new(evaluator);
    private readonly PythonAssignments assignments = new(evaluator);
    private readonly ElementFunctionReader elements = new(evaluator);
    private readonly DataPreparation preparation = new(evaluator);

    public PythonValue Call(PyCall call, PythonScope scope)
    {
        CallArguments arguments;
        if (call.Function is PyAttribute { Name: "size" } size
            && evaluator.Evaluate(size.Owner, scope) is ArrayValue or MadeArray)
        {
            arguments = Arguments(call, scope);
            PythonValue array = evaluator.Evaluate(size.Owner, scope);
            return PythonShapes.ShapeOf(
                evaluator, PythonArithmetic.Array(evaluator, array, call.Span)!, call.Span, arguments.Find(0, "dim"));
        }
        if (WellKnown(call.Function, scope) is { } known)
            return AsKnown(known, Arguments(call, scope), call.Span);
        PythonValue function = evaluator.Evaluate(call.Function, scope);
        if (function is UnknownValue) return function;
        arguments = Arguments(call, scope);
        PythonValue result = Call(function, arguments, call.Span, scope);
        // What nothing is given to, and nothing is known of, brings data: X, Y = load_dataset().
        if (result is UnknownValue && call.Arguments.IsEmpty && call.Function is PyName
            && IsUndefined(call.Function, scope)) return new LoadedValue(NameOf(call.Function), call.Span);
        return result is UnknownValue unknown && unknown.Span == call.Span && IsUndefined(call.Function, scope)
            ? unknown with
            {
                Problem = $"the file does not say what `{NameOf(call.Function)}` is",
                Remedy = "paste its definition too, or write it with arrays and functions of NumPy or PyTorch",
            } : result;
    }

    private static string NameOf(PyExpression function) => function is PyAttribute attribute
        ? $"{NameOf(attribute.Owner)}.{attribute.Name}" : PythonTrainingLoops.NameOf(function);

    // sigmoid, where the file does not define it: there is one function of this name.
    private static string? WellKnown(PyExpression function, PythonScope scope) => function is PyName { Name: var name }
        && scope.Find(name) is null && PythonLibrary.Usual(name) is null
        && ArrayFunctions.OfOne(name) is { IsActivation: true } ? name : null;

    private PythonValue AsKnown(string name, CallArguments arguments, TextSpan span)
    {
        PythonValue value = arrays.Call($"numpy.{name}", name, arguments, span);
        if (value is ArrayValue) evaluator.TakenAsKnown.TryAdd(name, span);
        return value;
    }

    // model.fit, where nothing tells what model is.
    private bool IsUndefined(PyExpression function, PythonScope scope) => function switch
    {
        PyAttribute attribute => evaluator.Evaluate(attribute.Owner, scope) is ObjectValue owner
            ? IsUndefined(owner.Attributes.GetValueOrDefault(attribute.Name)) : IsUndefined(attribute.Owner, scope),
        PyName name => IsUndefined(scope.Find(name.Name)),
        _ => false,
    };

    private bool IsUndefined(PythonValue? value) => value is ArrayValue { Formula: NameExpression leaf }
        && evaluator.Writer.IsUndefined(leaf.Name);

    private PythonValue Call(PythonValue function, CallArguments arguments, TextSpan span, PythonScope scope)
    {
        switch (function)
        {
            case FunctionValue own:
                return elements.Call(own, arguments, span) ?? evaluator.Call(own, arguments, span);
            case ClassValue type:
                // A class of the file that computes derivatives itself, one number a value, as micrograd's does.
                return type.Method("__add__") is not null && type.Method("backward") is not null
                    ? Scalar(arguments, span) : evaluator.Create(type, arguments, span);
            case ObjectValue made:
                FunctionValue? run = made.Class.Method("__call__") ?? made.Class.Method("forward");
                if (run is null) return Unknown(span, "this object is no function");
                PythonValue result = evaluator.Call(run with { Self = made }, arguments, span);
                evaluator.Results.Add(result);
                return result;
            case LayerValue layer:
                return layers.Apply(layer, arguments, span);
            case MethodValue method:
                return Method(method, arguments, span);
            case LibraryValue { Path: var path }:
                return Library(path, arguments, span, scope);
            case LoadedValue loaded:
                return Loaded(loaded, arguments, span);
            default:
                return Unknown(span, "what is called here is no function");
        }
    }

    private PythonValue Loaded(LoadedValue loaded, CallArguments arguments, TextSpan span)
    {
        PythonValue? data = preparation.Split(loaded.Path, arguments, span)
            ?? preparation.Scaled(loaded, arguments, span)
            ?? evaluator.Loaded([loaded, .. arguments.Values]);
        return data ?? Unknown(span, $"`{loaded.Path}` is not understood");
    }

    private static UnknownValue Unknown(TextSpan span, string problem) =>
        new(span, problem, "write it with arrays and functions of NumPy or PyTorch");

    private CallArguments Arguments(PyCall call, PythonScope scope)
    {
        var arguments = new CallArguments([], []);
        foreach (PyArgument argument in call.Arguments)
        {
            PythonValue value = evaluator.Evaluate(argument.Value, scope);
            if (argument.Name is not null) arguments.Options[argument.Name] = value;
            else if (argument.Stars == 1 && value is SequenceValue list) arguments.Values.AddRange(list.Items);
            else if (argument.Stars == 1 && PythonShapes.Parts(evaluator, value, call.Span) is { } parts)
                arguments.Values.AddRange(parts);
            else if (argument.Stars == 2 && value is DictionaryValue dictionary)
                foreach ((string key, PythonValue item) in dictionary.Items) arguments.Options[key] = item;
            else arguments.Values.Add(value);
        }
        return arguments;
    }

    private static MadeArray Scalar(CallArguments arguments, TextSpan span) => new([], "constant", span)
    {
        IsTrained = true,
        Numbers = (arguments.Find(0) is ArrayValue { Number: { } number } ? number : double.NaN, 0),
    };

    private PythonValue Library(string path, CallArguments arguments, TextSpan span, PythonScope scope)
    {
        string name = PythonLibrary.LastOf(path);
        if (path.StartsWith("builtins.", StringComparison.Ordinal)) return BuiltIn(name, arguments, span, scope);
        if (path is "copy.deepcopy" or "copy.copy" && arguments.Find(0) is { } copied) return Copied(copied);
        if (path == "numpy.vectorize" && arguments.Find(0) is { } function) return function;
        if (path.StartsWith("micrograd", StringComparison.Ordinal) && name == "Value") return Scalar(arguments, span);
        if (path.StartsWith("torch.nn.", StringComparison.Ordinal) && char.IsUpper(name[0]))
            return layers.Create(name, arguments, span);
        // A batch stands for all batches: a training loop is read once.
        if (name == "TensorDataset") return new SequenceValue(arguments.Values, true);
        if (name == "DataLoader" && arguments.Find(0) is SequenceValue data) return new SequenceValue([data], false);
        if (PythonLibrary.IsBesides(path)) return new NoneValue();
        if (!PythonLibrary.IsOfArrays(path) && ArrayFunctions.OfOne(name) is { IsActivation: true })
            return AsKnown(name, arguments, span);
        if (!PythonLibrary.IsOfArrays(path) || PythonLibrary.IsReader(path))
            return name is "tqdm" && arguments.Find(0) is { } items ? items
                : Loaded(new LoadedValue(path, span), arguments, span);
        if (arguments.Values.Exists(value => value is LoadedValue or SequenceValue)
            && evaluator.Loaded(arguments.Values) is { } loaded) return loaded;
        if (path is "torch.nn.functional.linear" && arguments.Values.Count >= 2)
            return layers.Linear(arguments.Values[0], arguments.Values[1], arguments.Find(2, "bias"), span);
        return arrays.Call(path, name, arguments, span);
    }

    private static PythonValue Copied(PythonValue value) => value switch
    {
        SequenceValue list => list with { Items = [.. list.Items.Select(Copied)] },
        DictionaryValue dictionary => new DictionaryValue(
            dictionary.Items.ToDictionary(pair => pair.Key, pair => Copied(pair.Value))),
        _ => value with { Memory = null },
    };

    private PythonValue BuiltIn(string name, CallArguments arguments, TextSpan span, PythonScope scope)
    {
        PythonValue? first = arguments.Find(0);
        List<PythonValue>?[] lists = [.. arguments.Values.Select(PythonExpressions.Items)];
        bool areKnown = lists.Length > 0 && Array.TrueForAll(lists, list => list is not null);
        switch (name)
        {
            case "print" or "open":
                return new NoneValue();
            case "super" or "object" when arguments.Values.Count == 0 || name == "super":
                return scope.Find("self") is ObjectValue self
                    ? self with { Class = self.Class with { Syntax = self.Class.Syntax with { Body = [] } } }
                    : new NoneValue();
            case "len" when first is SequenceValue or DictionaryValue:
                int count = first is SequenceValue list ? list.Items.Count : ((DictionaryValue)first).Items.Count;
                return Number(count, span);
            case "len" when first is ArrayValue or MadeArray:
                PythonValue shape = PythonShapes.ShapeOf(evaluator, PythonArithmetic.Array(evaluator, first, span)!,
                    span);
                return shape is SequenceValue { Items: [var rows, ..] } ? rows
                    : shape is OpenShape open ? PythonShapes.Length(evaluator, open, 0, span)
                    : Unknown(span, "the length of this value is not known");
            case "range":
                return Range(arguments, span);
            case "zip" when areKnown:
                return new SequenceValue([.. Enumerable.Range(0, lists.Min(one => one!.Count)).Select(
                    i => new SequenceValue([.. lists.Select(one => one![i])], true))], false);
            case "enumerate" when areKnown:
                double from = arguments.Find(1, "start") is ArrayValue { Number: { } start } ? start : 0;
                return new SequenceValue([.. lists[0]!.Select(
                    (item, i) => new SequenceValue([Number(i + from, span), item], true))], false);
            case "reversed" when areKnown:
                return new SequenceValue([.. Enumerable.Reverse(lists[0]!)], false);
            case "len" when first is LoadedValue:
                return first;
            case "len" when first is SampleOrder order:
                return order.Length(span);
            case "len" when first is TextValue text:
                return Number(text.Text.Length, span);
            case "set" when areKnown && lists[0]!.TrueForAll(item => PythonExpressions.KeyOf(item) is not null):
                return new SequenceValue([.. lists[0]!.DistinctBy(PythonExpressions.KeyOf)], false);
            case "sorted" when areKnown && lists[0]!.TrueForAll(item => item is TextValue):
                return new SequenceValue(
                    [.. lists[0]!.OrderBy(PythonExpressions.KeyOf, StringComparer.Ordinal)], false);
            case "list" or "tuple" when arguments.Values.Count == 0:
                return new SequenceValue([], name == "tuple");
            case "list" or "tuple" or "iter" when areKnown:
                return new SequenceValue([.. lists[0]!], name == "tuple");
            case "dict" when areKnown && first is SequenceValue pairs:
                var items = new Dictionary<string, PythonValue>();
                foreach (PythonValue pair in pairs.Items)
                {
                    if (pair is not SequenceValue { Items: [var one, var item] }
                        || PythonExpressions.KeyOf(one) is not { } key)
                        return Unknown(span, "the keys of this dictionary show only when the file runs");
                    items[key] = item;
                }
                return new DictionaryValue(items);
            case "dict":
                return new DictionaryValue(new(first is DictionaryValue given ? given.Items : arguments.Options));
            case "str" when first is not null && PythonExpressions.KeyOf(first) is { } written:
                return new TextValue(written);
            case "float" when first is TextValue { Text: "-inf" }:
                return Number(PythonLibrary.MinusInfinity, span);
            case "float" or "int" or "round" or "bool" when first is ArrayValue or MadeArray or UnknownValue:
                return name == "int" && first is ArrayValue { Number: { } number }
                    ? Number(Math.Truncate(number), span) : first;
            case "sum" when areKnown && lists[0]!.Count > 0:
                return lists[0]!.Aggregate((a, b) => PythonArithmetic.Binary(evaluator, "+", a, b, span));
            case "max" or "min" when areKnown && lists.Length == 1
                && lists[0]!.TrueForAll(item => item is ArrayValue { Number: not null }) && lists[0]!.Count > 0:
                IEnumerable<double> numbers = lists[0]!.Select(item => ((ArrayValue)item).Number!.Value);
                return Number(name == "max" ? numbers.Max() : numbers.Min(), span);
            // Python's own sum goes through the rows.
            case "sum" when arguments.Values.Count == 1 && RowsOf(first, span) is { } axes:
                return new ArrayValue(ChainFormula.Call("sum", span, axes).With("axis", ChainFormula.Number(0, span)));
            case "sum" or "abs" or "max" or "min" or "pow":
                string function = name is "max" or "min" && arguments.Values.Count == 2 ? name + "imum" : name;
                return arrays.Call($"builtins.{name}", function, arguments, span);
            case "isinstance" or "hasattr":
                return Unknown(span, "what this condition is shows only when the file runs");
            default:
                return Unknown(span, $"`{name}` is not understood here");
        }
    }

    // An array of several axes.
    private Expression? RowsOf(PythonValue? value, TextSpan span)
    {
        ArrayValue? array = value is MadeArray made
            ? PythonArithmetic.Array(evaluator, made, span) : value as ArrayValue;
        return array is not null && evaluator.Writer.Shapes.RankOf(array.Formula) > 1 ? array.Formula : null;
    }

    private static ArrayValue Number(double value, TextSpan span) =>
        new(ChainFormula.Number(value, span)) { Number = value };

    private static PythonValue Range(CallArguments arguments, TextSpan span)
    {
        double?[] bounds = [.. arguments.Values.Select(value => (value as ArrayValue)?.Number)];
        if (arguments.Values is [ArrayValue count]) return new RowNumbers(count.Formula) { Number = count.Number };
        if (bounds is [not null, null, ..]) return new OpenRange(arguments.Values[0]);
        if (bounds.Length is not (2 or 3) || Array.Exists(bounds, bound => bound is null))
            return Unknown(span, "how long this range is shows only when the file runs");
        (double start, double end) = (bounds[0]!.Value, bounds[1]!.Value);
        double step = bounds.Length == 3 ? bounds[2]!.Value : 1;
        var items = new List<PythonValue>();
        for (double i = start; step != 0 && (step > 0 ? i < end : i > end) && items.Count < 5_000; i += step)
            items.Add(Number(i, span));
        return new SequenceValue(items, false);
    }

    private PythonValue Method(MethodValue method, CallArguments arguments, TextSpan span)
    {
        switch (method.Owner)
        {
            case ArrayValue or MadeArray:
                return arrays.Method(method.Owner, method.Name, arguments, span);
            case SequenceValue list:
                return ListMethod(list, method.Name, arguments, span);
            case DictionaryValue dictionary:
                return DictionaryMethod(dictionary, method.Name, arguments, span);
            case LayerValue layer when method.Name is "to" or "cuda" or "double" or "float" or "train" or "eval":
                return layer;
            case LayerValue or ObjectValue when method.Name == "parameters":
                return new SequenceValue([.. TorchLayers.Weights(method.Owner)], false);
            case LayerValue when method.Name is "zero_grad" or "state_dict":
                return new NoneValue();
            case LayerValue layer when method.Name == "forward":
                return layers.Apply(layer, arguments, span);
            case ObjectValue made when method.Name is "to" or "cuda" or "double" or "float" or "train" or "eval":
                return made;
            case ObjectValue made when method.Name == "register_buffer"
                && arguments.Values is [TextValue key, var buffer, ..]:
                made.Attributes[key.Text] = assignments.Named(key.Text, buffer, span);
                return new NoneValue();
            case ObjectValue when method.Name is "__init__" or "zero_grad" or "state_dict":
                return new NoneValue();
            default:
                return Unknown(span, $"`.{method.Name}` is not understood here");
        }
    }

    private PythonValue ListMethod(SequenceValue list, string name, CallArguments arguments, TextSpan span)
    {
        PythonValue? value = arguments.Values.Count > 0 ? arguments.Values[^1] : null;
        string item = $"{list.Named.Name?.Name ?? "item"}_{list.Items.Count}";
        switch (name)
        {
            case "append" when value is not null:
                list.Items.Add(assignments.Named(item, value, span, isItem: true));
                return new NoneValue();
            case "insert" when value is not null && arguments.Values is [ArrayValue { Number: { } place }, _]:
                list.Items.Insert(
                    (int)Math.Clamp(place, 0, list.Items.Count), assignments.Named(item, value, span, isItem: true));
                return new NoneValue();
            case "extend" when value is SequenceValue more:
                list.Items.AddRange(more.Items);
                return new NoneValue();
            case "reverse":
                list.Items.Reverse();
                return new NoneValue();
            case "pop" when list.Items.Count > 0:
                int index = PythonExpressions.IndexOf(value ?? Number(-1, span), list.Items.Count) ?? 0;
                PythonValue popped = list.Items[index];
                list.Items.RemoveAt(index);
                return popped;
            case "copy":
                return new SequenceValue([.. list.Items], list.IsTuple);
            default:
                return Unknown(span, $"`.{name}` of a list is not understood");
        }
    }

    private PythonValue DictionaryMethod(
        DictionaryValue dictionary, string name, CallArguments arguments, TextSpan span)
    {
        switch (name)
        {
            case "get" when arguments.Find(0) is { } index && PythonExpressions.KeyOf(index) is { } key:
                return dictionary.Items.GetValueOrDefault(key) ?? arguments.Find(1) ?? new NoneValue();
            case "keys":
                return new SequenceValue([.. dictionary.Items.Keys.Select(one => new TextValue(one))], false);
            case "values":
                return new SequenceValue([.. dictionary.Items.Values], false);
            case "items":
                return new SequenceValue([.. dictionary.Items.Select(
                    pair => new SequenceValue([new TextValue(pair.Key), pair.Value], true))], false);
            case "copy":
                return new DictionaryValue(new(dictionary.Items));
            case "update" when arguments.Find(0) is DictionaryValue more:
                foreach ((string key, PythonValue value) in more.Items)
                    dictionary.Items[key] = assignments.Named(key, value, span);
                return new NoneValue();
            default:
                return Unknown(span, $"`.{name}` of a dictionary is not understood");
        }
    }
}
