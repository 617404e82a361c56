namespace Chainrule.Tests.Language.Python;

/// <summary>What Python changes in place changes under every name that it has.</summary>
public class SharedMemoryTests
{
    private static string Convert(string lines) => PythonSamples.Convert($"""
        import numpy as np
        x = np.random.rand(m, n)
        h = x * 2
        {lines}
        loss = np.sum(s * s)
        """);

    [Theory]
    [InlineData("s = h\nh += 1")]
    [InlineData("s = h = x * 2\nh += 1")]
    [InlineData("s = h.reshape(-1, 2) if False else h\nh += 1")]
    [InlineData("parts = [h]\nh += 1\ns = parts[0]")]
    [InlineData("cache = {'h': h}\nh += 1\ns = cache['h']")]
    [InlineData("def shift(a):\n    a += 1\nshift(h)\ns = h")]
    public void Another_name_of_the_array_has_changed_as_well(string lines) =>
        Assert.Contains(" + 1\nloss", Convert(lines));

    [Theory]
    [InlineData("s = h.copy()\nh += 1")]
    [InlineData("s = np.array(h)\nh += 1")]
    [InlineData("s = h\nh = h + 1")]
    [InlineData("s = h + 0 * x\nh += 1")]
    public void A_copy_has_not(string lines) => Assert.DoesNotContain("+ 1", Convert(lines));

    [Theory]
    [InlineData("s = h[0]\nh += 1")]
    [InlineData("s = h.T\nh += 1")]
    [InlineData("v = h[:, 0]\nv += 1\ns = h")]
    [InlineData("s = h.reshape(n, m)\nh[0] = 1")]
    public void A_view_that_is_used_after_the_change_is_an_error_with_a_remedy(string lines)
    {
        LanguageException error = PythonSamples.Refused($"""
            import numpy as np
            x = np.random.rand(m, n)
            h = x * 2
            {lines}
            loss = np.sum(s * s)
            """);
        Assert.Equal(5, error.Line);
        Assert.Contains("changed in place", error.Message);
        Assert.Contains(".copy()", error.Remedy);
    }

    [Fact]
    public void A_number_is_made_anew() =>
        Assert.Contains("loss = sum(a * a)", Convert("a = np.sum(h)\ns = a\na += 1"));
}
