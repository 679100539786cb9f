using System.Collections.Immutable;
using System.Text;

namespace NetGen.Generator;

/// <summary>
/// A place in memory as generated code computes it: a constant, and variables times factors. It prints itself as a C# expression, as in
/// <c>(row * 32) + k + 64</c>, where whatever is zero is left out.
/// </summary>
internal readonly struct Offset
{
    private readonly ImmutableArray<Term> _terms;
    private readonly long _constant;

    private Offset(ImmutableArray<Term> terms, long constant)
    {
        _terms = terms;
        _constant = constant;
    }

    /// <summary>Whether it is zero whatever the variables are.</summary>
    public bool IsZero => Terms.IsEmpty && _constant == 0;

    private ImmutableArray<Term> Terms => _terms.IsDefault ? [] : _terms;

    public static implicit operator Offset(long constant) => new([], constant);

    public static Offset operator +(Offset left, Offset right) => new(left.Terms.AddRange(right.Terms), left._constant + right._constant);

    public static Offset operator *(Offset offset, long factor) => factor == 0
        ? default
        : new([.. offset.Terms.Select(term => term with { Factor = term.Factor * factor })], offset._constant * factor);

    /// <summary>The value of a variable, or of an expression that needs no parentheses beside <c>*</c>.</summary>
    public static Offset Of(string variable) => new([new Term(variable, 1)], 0);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (Term term in Terms)
        {
            text.Append(text.Length > 0 ? " + " : "").Append(term.ToString());
        }

        return text.Length == 0 ? Literal.Of(_constant)
            : _constant == 0 ? text.ToString()
            : text.Append(" + ").Append(Literal.Of(_constant)).ToString();
    }

    private readonly record struct Term(string Variable, long Factor)
    {
        public override string ToString() => Factor == 1 ? Variable : $"({Variable} * {Literal.Of(Factor)})";
    }
}
