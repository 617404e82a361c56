namespace Chainrule.Tests.Language.Python;

/// <summary>Functions of NumPy and PyTorch have the values here that they have there.</summary>
public class LibraryFunctionTests
{
    private const string Sizes = "m, n, k = 6, 4, 3\n";

    private static readonly string[] Numpy =
    [
        "np.linalg.inv(A).sum()", "np.linalg.det(A)", "np.linalg.slogdet(A)[1]", "np.linalg.solve(A, b).sum()",
        "np.cumsum(Z, axis=0).mean()", "np.diag(A).sum()", "np.log1p(np.exp(Z)).sum()", "np.expm1(Z).sum()",
        "np.logaddexp(0.5, Z).sum()", "np.logaddexp(Z, Y).sum()", "np.sinh(Z).sum()", "np.cosh(Z).sum()",
        "np.hypot(Z, Y).sum()", "np.cbrt(Z).sum()", "np.exp2(Z).sum()", "np.log2(1 + Z**2).sum()",
        "np.inner(b, b)", "np.vdot(Z, Y)", "np.linalg.norm(b, 1)", "np.linalg.norm(b, ord=1)",
        "np.linalg.norm(Z, ord=1, axis=1).sum()", "np.std(Z, axis=0).sum()", "np.std(Z, axis=0, ddof=1).sum()",
        "Z.std()", "np.transpose(T, (0, 2, 1))[0, 1, 2]", "np.transpose(T, (2, 0, 1))[1, 2, 3]", "T.T[2, 1, 4]",
        "T.transpose(1, 0, 2)[2, 1, 0]", "np.swapaxes(T, 0, 2)[1, 2, 5]", "(T @ T.swapaxes(1, 2))[3, 1, 2]",
        "(T @ T.transpose(0, -1, -2))[3, 1, 2]", "T.T.sum(axis=0)[1, 2]", "np.broadcast_to(b, (m, n)).sum()",
        "np.square(Z - Y).mean()", "np.reciprocal(1 + Z**2).sum()", "Z.transpose(1, 0)[2, 4]",
        "np.einsum('mnk,mjk->mnj', T, T)[1, 2, 3]", "np.tile(b, (m, 1))[3, 1]", "np.tile(Z, (2, 1))[7, 1]",
        "np.tile(b, 2)[5]", "np.repeat(b, 2)[3]", "np.diff(b)[1]", "np.ptp(Z)", "np.append(b, 2 * b)[5]",
        "np.append(Z, Y, axis=0)[8, 1]", "np.take(b, 2)", "np.take(Z, [0, 2], axis=0)[1, 1]",
        "np.split(Z, 2)[1][0, 2]", "np.split(Z, 3, axis=1)[2][4, 0]", "np.tensordot(Z, Y.T, axes=1)[2, 3]",
        "np.column_stack([b, b ** 2])[2, 1]", "np.column_stack((Z, Y))[3, 4]",
    ];

    private static readonly string[] Torch =
    [
        "torch.logsumexp(Z, dim=1).mean()", "Z.logsumexp(1).mean()", "F.normalize(Z, dim=1).sum()",
        "F.normalize(Z).sum()", "F.cosine_similarity(Z, Y, dim=1).mean()", "F.cosine_similarity(Z, Y, dim=0).mean()",
        "F.gelu(Z, approximate='tanh').mean()", "F.gelu(Z).mean()", "F.hardtanh(Z).mean()",
        "F.hardtanh(Z, -0.5, 0.25).mean()", "F.hardtanh(Z, max_val=0.25).mean()", "F.relu6(3 * Z).mean()",
        "F.logsigmoid(Z).mean()", "F.mish(Z).mean()", "F.softsign(Z).mean()", "F.hardswish(2 * Z).mean()",
        "F.kl_div(F.log_softmax(Z, dim=1), torch.softmax(Y, dim=1), reduction='batchmean')",
        "F.kl_div(F.log_softmax(Z, dim=1), torch.softmax(Y, dim=1), reduction='sum')",
        "F.layer_norm(Z, (k,)).pow(3).sum()", "F.layer_norm(Z, (k,), eps=0.1).pow(3).sum()",
        "F.cross_entropy(Z, t, label_smoothing=0.1)", "F.cross_entropy(Z, t, reduction='sum')",
        "nn.CrossEntropyLoss(label_smoothing=0.2)(Z, t)", "nn.Mish()(Z).sum()", "nn.Hardtanh(max_val=0.25)(Z).sum()",
        "nn.LeakyReLU(0.3)(Z).sum()", "nn.LogSoftmax(dim=1)(Z)[2, 1]", "nn.GELU(approximate='tanh')(Z).sum()",
        "nn.CosineSimilarity(dim=1)(Z, Y).mean()", "nn.ELU(alpha=0.5)(Z).sum()",
        "nn.KLDivLoss(reduction='batchmean')(F.log_softmax(Z, dim=1), torch.softmax(Y, dim=1))",
        "T.transpose(1, 2)[0, 2, 1]", "T.permute(2, 0, 1)[1, 2, 3]", "(T @ T.mT)[1, 2, 3]",
        "torch.bmm(T, T.transpose(-1, -2))[3, 1, 2]", "torch.inverse(A).sum()", "torch.linalg.solve(A, b).sum()",
        "Z.std(dim=0).sum()", "torch.norm(Z, p=1)", "b.expand(m, n).sum()",
    ];

    [Fact]
    public void NumPys_functions_agree() => Compare(Numpy, "import numpy as np\n", "np.array", "int");

    [Fact]
    public void PyTorchs_functions_agree()
    {
        Needs.Torch();
        Compare(Torch, """
            import torch
            import torch.nn as nn
            import torch.nn.functional as F

            """.ReplaceLineEndings("\n"), "torch.tensor", "torch.long");
    }

    // What neither says would otherwise be left out in silence.
    [Theory]
    [InlineData("F.softplus(Z, 2)")]
    [InlineData("F.softplus(Z, beta=2)")]
    [InlineData("nn.Softplus(2)(Z)")]
    [InlineData("nn.Softplus(beta=2)(Z)")]
    [InlineData("F.normalize(Z, p=1)")]
    [InlineData("F.normalize(Z, 1)")]
    [InlineData("F.relu6(Z, Z)")]
    [InlineData("torch.linalg.inv(A, A)")]
    [InlineData("F.cross_entropy(Z, t, torch.ones(k))")]
    [InlineData("T.permute(0, 1)")]
    [InlineData("T.permute(0, 1, 1)")]
    public void What_is_not_understood_is_refused(string expression) =>
        Assert.Contains("net.py:", PythonSamples.Refused($"""
            import torch
            import torch.nn as nn
            import torch.nn.functional as F
            m, n, k = 6, 4, 3
            X = torch.randn(m, n)
            W = torch.randn(n, k)
            A = torch.randn(n, n)
            T = torch.randn(m, n, k)
            t = torch.randint(0, k, (m,))
            Z = X @ W
            loss = ({expression}).sum()
            """).Message);

    private static void Compare(string[] expressions, string imports, string make, string labels)
    {
        Needs.Numpy();
        string output = Path.Combine(Path.GetTempPath(), $"chainrule-{Guid.NewGuid():N}.npz");
        string values = string.Concat(expressions.Select(expression => $"kept.append(float({expression}))\n"));
        try
        {
            PythonProcess.Run("-c", $"""
                import sys
                import numpy as np
                {imports}
                {Sizes}
                r = np.random.default_rng(5)
                given = dict(X=r.normal(size=(m, n)), W=r.normal(size=(n, k)), A=r.normal(size=(n, n)),
                    b=r.normal(size=n), Y=r.normal(size=(m, k)), T=r.normal(size=(m, n, k)))
                for name, value in given.items(): globals()[name] = {make}(value)
                t = {make}([0, 2, 1, 1, 0, 2], dtype={labels})
                Z = X @ W
                kept = []
                {values}
                np.savez(sys.argv[1], kept=np.array(kept), t=np.array([0, 2, 1, 1, 0, 2]), **given)
                """.ReplaceLineEndings("\n"), output);
            IReadOnlyDictionary<string, Tensor> arrays = NumpyFile.ReadArchive(output);
            double[] due = arrays["kept"].ToArray<double>();
            for (int i = 0; i < expressions.Length; i++)
            {
                double here = Value(expressions[i], imports, arrays);
                Assert.True(Math.Abs(here - due[i]) <= 1e-9 * Math.Max(1, Math.Abs(due[i])),
                    $"{expressions[i]} is {here} here and {due[i]} there");
            }
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static double Value(string expression, string imports, IReadOnlyDictionary<string, Tensor> arrays)
    {
        string random = imports.Contains("torch") ? "torch.randn" : "np.random.randn";
        ChainProgram program = ChainProgram.ParsePython($"""
            {imports}{Sizes}
            X = {random}(m, n)
            W = {random}(n, k)
            A = {random}(n, n)
            b = {random}(n)
            Y = {random}(m, k)
            T = {random}(m, n, k)
            t = {(imports.Contains("torch") ? "torch.randint(0, k, (m,))" : "np.random.randint(0, k, m)")}
            Z = X @ W
            loss = {expression}
            """.ReplaceLineEndings("\n"), "net.py");
        ChainModel model = program.Build(new() { FillDimensions = true });
        IEnumerable<string> used = model.Inputs.Concat(model.Parameters).Select(value => value.Name!);
        return program.Build(new()
        {
            Arrays = used.ToDictionary(name => name, name => arrays[name]),
            DType = DType.Float64,
        }).Cost!.Item();
    }
}
