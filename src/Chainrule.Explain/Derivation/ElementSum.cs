namespace Chainrule;

/// <summary>How one element of a line comes to be, with the numbers that its graph has now.</summary>
/// <param name="Left">The element: <c>dS/dW2[1,0]</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Terms">The terms whose sum it is; one where it is no sum.</param>
public sealed record ElementSum(string Left, double Value, IReadOnlyList<ElementTerm> Terms);

/// <summary>A term of an element.</summary>
/// <param name="Formula">What it is made of: <c>h1[3,1] · dS/dz2[3,0]</c>.</param>
/// <param name="Numbers">The same in numbers, rounded to four digits.</param>
/// <param name="Value">Its value.</param>
public sealed record ElementTerm(string Formula, string Numbers, double Value);
