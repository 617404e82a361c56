using System.Globalization;
using System.Text.RegularExpressions;

namespace Chainrule.Tests.Derivations;

/// <summary>Elements in numbers: their terms add up to the gradient that training uses.</summary>
public partial class ElementTests
{
    private const int Programs = 40;

    public static TheoryData<string> Cases => ClosingRuleTests.Cases;

    [Fact]
    public void The_products_are_those_of_the_definition()
    {
        ChainModel model = Read(SampleFiles.Text("autoencoder.chain"));
        ElementSum element = Derived(model).Line("W2")!.Element(1, 0);
        double[,] h1 = Matrix(model["h1"]), dz2 = Matrix(model.Derivative("z2"));
        Assert.Equal("dS/dW2[1,0]", element.Left);
        Assert.Equal(h1.GetLength(0), element.Terms.Count);
        double sum = 0;
        for (int i = 0; i < element.Terms.Count; i++)
        {
            Assert.Equal($"h1[{i},1] · dS/dz2[{i},0]", element.Terms[i].Formula);
            Assert.Equal(h1[i, 1] * dz2[i, 0], element.Terms[i].Value, 1e-12);
            double[] factors = [.. Signed().Matches(element.Terms[i].Numbers).Select(number => double.Parse(
                number.Value.Replace('−', '-'), CultureInfo.InvariantCulture))];
            Assert.Equal([h1[i, 1], dz2[i, 0]], factors, (a, b) => Math.Abs(a - b) <= 5e-4 * Math.Abs(a));
            sum += h1[i, 1] * dz2[i, 0];
        }
        Assert.Equal(sum, element.Value, 1e-12);
    }

    [Theory]
    [InlineData("input x[n], y[n]\nparam w[n]\nS = dot(w, x) / n\nminimize S", "w", "x[2] / n")]
    [InlineData("param w[n]\nS = sum(w^3)\nminimize S", "w", "3 · w[2]²")]
    [InlineData("input X[m, n]\nparam b[n]\nS = sum((X + b)^2)\nminimize S", "b", "2 · (X[0,2] + b[2])")]
    [InlineData("input X[m, n]\nparam W[n, k]\nz = X @ W\nS = sum(relu(z))\nminimize S", "z", "[z[1,2] > 0]")]
    public void Elements_are_written_as_people_write_them(string program, string of, string first)
    {
        DerivationLine line = Derived(Read(program)).Line(of)!;
        Assert.Equal(first, line.Element(line.Value.Shape.Rank == 1 ? [2] : [1, 2]).Terms[0].Formula);
    }

    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public void The_terms_of_a_sample_add_up(string name) => AddsUp(SampleFiles.Text(name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_terms_of_a_case_add_up(string name)
    {
        string program = ClosingRule.WithoutClaims(File.ReadAllText(Path.Combine(ClosingRuleTests.CaseFolder, name)));
        try
        {
            if (ChainProgram.Parse(program).Cost is null) Assert.Skip("It has no cost.");
        }
        catch (LanguageException error)
        {
            Assert.Skip($"The language does not read it: {error.Message}");
        }
        AddsUp(program);
    }

    [Fact]
    public void The_terms_of_vectors_rows_columns_and_functions_add_up()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            AddsUp(VectorPrograms.Write(seed));
            AddsUp(CatalogPrograms.Write(seed));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 1000)]
    public void Places_outside_are_refused(params int[] place)
    {
        DerivationLine line = Derived(Read(SampleFiles.Text("autoencoder.chain"))).Line("W2")!;
        Assert.Contains("name a place within it", Assert.Throws<ChainruleException>(() => line.Element(place)).Message);
    }

    private static void AddsUp(string program)
    {
        foreach (ChainProgram one in ChainProgram.Parse(program).PerCost())
        {
            ChainModel model = one.AtRandomPoint(new() { Seed = 3, Training = true });
            Derivation derivation = Derived(model);
            foreach (DerivationLine line in derivation.Forward.Concat(derivation.Lines))
            {
                Shape shape = line.Value.Shape;
                double[] all = line.Value.Cast(DType.Float64).ToArray<double>();
                foreach (int place in (int[])[0, all.Length / 2, all.Length - 1])
                {
                    int[] at = At(place, shape);
                    double[] terms = [.. line.Elements.Terms(line.Expression, at).Select(term => term.Value)];
                    if (!double.IsFinite(all[place])) continue;
                    Assert.True(
                        Math.Abs(terms.Sum() - all[place]) <= 1e-9 * (1 + terms.Sum(Math.Abs)),
                        $"{line} at {string.Join(',', at)}: {terms.Sum()}, not {all[place]}\n{program}");
                }
            }
        }
    }

    private static int[] At(int place, Shape shape)
    {
        var at = new int[shape.Rank];
        for (int axis = at.Length - 1; axis >= 0; axis--) (place, at[axis]) = Math.DivRem(place, shape[axis]);
        return at;
    }

    private static ChainModel Read(string program) => ChainProgram.Parse(program).AtRandomPoint(new() { Seed = 1 });

    private static Derivation Derived(ChainModel model) => Derivation.Of(model.Cost!, [], model.Outputs);

    private static double[,] Matrix(Tensor tensor)
    {
        double[] all = tensor.ToArray<double>();
        var matrix = new double[tensor.Shape[0], tensor.Shape[1]];
        Buffer.BlockCopy(all, 0, matrix, 0, all.Length * sizeof(double));
        return matrix;
    }

    [GeneratedRegex(@"−?[\d.]+(e[−\d]+)?")]
    private static partial Regex Signed();
}
