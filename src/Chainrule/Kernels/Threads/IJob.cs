namespace Chainrule.Kernels;

/// <summary>Work that splits into independent parts, each written by one thread only.</summary>
internal interface IJob
{
    void Run(int part);
}
