namespace Chainrule;

public sealed partial record Dataset
{
    /// <summary>The data sets that <see cref="Load"/> knows by name.</summary>
    public static IReadOnlyList<DatasetInfo> BuiltIn => BuiltInData.All;

    /// <summary>
    /// Makes, reads or downloads a data set. Pixels are in [0, 1]; files are looked for in the options' folder, then in
    /// <c>CHAINRULE_DATA</c>, then in the user's cache, and downloaded into that if they are nowhere.
    /// </summary>
    /// <param name="name">One of the names in <see cref="BuiltIn"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Samples to train on, and others to test on.</returns>
    /// <exception cref="ChainruleException">There is no data set of this name.</exception>
    /// <exception cref="DataException">Its files are broken, or can be neither found nor downloaded.</exception>
    public static (Dataset Train, Dataset Test) Load(string name, DatasetOptions? options = null) =>
        BuiltInData.Load(name, options);
}
