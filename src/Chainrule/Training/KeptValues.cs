namespace Chainrule;

/// <summary>A copy of what some variables hold, to go back to: parameters, and buffers such as running means.</summary>
internal sealed class KeptValues
{
    private readonly Variable[] variables;
    private readonly NDArray[] copies;

    public KeptValues(Variable[] variables)
    {
        this.variables = variables;
        copies = Array.ConvertAll(variables, variable => variable.Storage.Copy());
    }

    /// <summary>The copy of a variable's values, by its place.</summary>
    public NDArray this[int index] => copies[index];

    /// <summary>Copies what the variables hold now.</summary>
    public void Keep()
    {
        for (int i = 0; i < copies.Length; i++) variables[i].Storage.Bytes.CopyTo(copies[i].Bytes);
    }

    /// <summary>Gives the variables back what they held.</summary>
    public void Restore()
    {
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i].Bytes.CopyTo(variables[i].Storage.Bytes);
            variables[i].Touch();
        }
    }
}
