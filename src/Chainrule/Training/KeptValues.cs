using System.Runtime.InteropServices;

namespace Chainrule;

/// <summary>
/// A copy of the values of some variables, to be restored later: parameters, and buffers such as running means.
/// </summary>
internal sealed class KeptValues
{
    private readonly Variable[] variables;
    private readonly NDArray[] copies;

    public KeptValues(Variable[] variables)
    {
        this.variables = variables;
        copies = Array.ConvertAll(variables, variable => variable.Storage.Copy());
    }

    /// <summary>The copy of a variable's values, by index.</summary>
    public NDArray this[int index] => copies[index];

    /// <summary>Whether the variables still equal the copies.</summary>
    public bool IsPresent
    {
        get
        {
            for (int i = 0; i < copies.Length; i++)
                if (!variables[i].Storage.Bytes.SequenceEqual(copies[i].Bytes)) return false;
            return true;
        }
    }

    /// <summary>Copies the current values.</summary>
    public void Keep()
    {
        for (int i = 0; i < copies.Length; i++) variables[i].Storage.Bytes.CopyTo(copies[i].Bytes);
    }

    /// <summary>Restores the copied values.</summary>
    public void Restore()
    {
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i].Bytes.CopyTo(variables[i].Storage.Bytes);
            variables[i].Touch();
        }
    }

    /// <summary>Swaps the current values with the copies.</summary>
    public void Exchange()
    {
        for (int i = 0; i < copies.Length; i++)
        {
            Span<long> held = Words(variables[i].Storage, out Span<byte> rest);
            Span<long> copy = Words(copies[i], out Span<byte> end);
            for (int j = 0; j < held.Length; j++) (held[j], copy[j]) = (copy[j], held[j]);
            for (int j = 0; j < rest.Length; j++) (rest[j], end[j]) = (end[j], rest[j]);
            variables[i].Touch();
        }
    }

    private static Span<long> Words(NDArray array, out Span<byte> rest)
    {
        Span<byte> bytes = array.Bytes;
        rest = bytes[(bytes.Length / sizeof(long) * sizeof(long))..];
        return MemoryMarshal.Cast<byte, long>(bytes);
    }
}
