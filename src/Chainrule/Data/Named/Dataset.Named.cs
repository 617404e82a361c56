namespace Chainrule;

public sealed partial record Dataset
{
    /// <summary>The data sets that <see cref="Load"/> knows by name.</summary>
    public static IReadOnlyList<DatasetInfo> BuiltIn => BuiltInData.All;

    /// <summary>
    /// Creates, reads or downloads a data set. Pixels are in [0, 1]. Files are searched in the options' folder, then in
    /// <c>CHAINRULE_DATA</c>, then in the user's cache; if they are not found, they are downloaded to the cache.
    /// </summary>
    /// <param name="name">One of the names in <see cref="BuiltIn"/>.</param>
    /// <param name="options">How to load it; null for the defaults.</param>
    /// <returns>Training samples and test samples.</returns>
    /// <exception cref="ChainruleException">There is no data set with this name.</exception>
    /// <exception cref="DataException">Its files are damaged, or were neither found nor downloaded.</exception>
    public static (Dataset Train, Dataset Test) Load(string name, DatasetOptions? options = null) =>
        BuiltInData.Load(name, options);
}
