using System.Reflection;
using System.Text;

namespace Chainrule.Tests.Architecture;

/// <summary>
/// Compares the public interface with tests/Chainrule.Tests/Architecture/PublicInterface.txt. After an intended change,
/// run this test once with CHAINRULE_ACCEPT=1: it writes the file, and the difference is then reviewed like code.
/// </summary>
public class PublicInterfaceTests
{
    [Fact]
    public void The_public_interface_is_the_one_that_was_agreed()
    {
        string actual = Describe(typeof(Tensor).Assembly) + Describe(typeof(Derivation).Assembly);
        string path = SourceTree.PathOf("tests", "Chainrule.Tests", "Architecture", "PublicInterface.txt");
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder().Append($"# {assembly.GetName().Name}\n");
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append($"\n{Kind(type)} {Name(type)}{Parents(type)}\n");
            const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
                | BindingFlags.Static | BindingFlags.DeclaredOnly;
            IEnumerable<string> members = type.GetMembers(Declared).Where(IsVisible).Select(Signature).OfType<string>();
            foreach (string member in members.Distinct().Order(StringComparer.Ordinal)) text.Append($"    {member}\n");
        }
        return text.Append('\n').ToString();
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(true).Any(IsVisible),
        EventInfo @event => IsVisible(@event.AddMethod!),
        _ => false,
    };

    private static string? Signature(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo method when method.Name.Contains('<') => null,
        MethodInfo method =>
            $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        PropertyInfo property =>
            $"{Static(property.GetAccessors(true)[0])}{Name(property.PropertyType)} {property.Name}"
                + (property.GetIndexParameters().Length > 0 ? $"[{Parameters(property.GetAccessors(true)[0])}]" : "")
                + " { " + string.Join(" ", property.GetAccessors(true).Where(IsVisible)
                    .Select(accessor => accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get;" : "set;"))
                + " }",
        FieldInfo field when !field.IsSpecialName =>
            $"{(field.IsLiteral ? "const " : "")}{Name(field.FieldType)} {field.Name}",
        EventInfo @event => $"event {Name(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    private static string Static(MethodBase method) =>
        method.IsStatic ? "static " : method.IsAbstract ? "abstract " : "";

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} " +
        $"{parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "")}"));

    private static string Kind(Type type) => type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Parents(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)
            ? $" : {Name(parent)}" : "";

    private static string Name(Type type)
    {
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        string name = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
