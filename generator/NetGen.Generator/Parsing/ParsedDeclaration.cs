using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.Generator;

/// <summary>What a declaration gives.</summary>
/// <param name="Spec">What is generated; null if nothing is.</param>
/// <param name="Errors">The errors that the generator reports.</param>
internal sealed record ParsedDeclaration(TypeSpec? Spec, EquatableArray<EarlyError> Errors);

/// <summary>
/// An error that the generator reports as well as the analyzer. Where a declaration is an error of the compiler too, such as a missing
/// modifier partial, a build ends before it runs analyzers; what the generator reports comes first in its output. Editors run both.
/// </summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Message">The message.</param>
/// <param name="Path">The file.</param>
/// <param name="Span">The place in it.</param>
/// <param name="Lines">The same in lines and columns.</param>
internal sealed record EarlyError(DiagnosticDescriptor Descriptor, string Message, string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>The error that the analyzer would report, without its hold on the compilation.</summary>
    public static EarlyError Of(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetMappedLineSpan();
        return new EarlyError(
            diagnostic.Descriptor,
            diagnostic.GetMessage(CultureInfo.InvariantCulture),
            place.Path,
            diagnostic.Location.SourceSpan,
            place.Span);
    }

    /// <summary>The error as it is reported.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Descriptor.Id,
        Descriptor.Category,
        Message,
        Descriptor.DefaultSeverity,
        Descriptor.DefaultSeverity,
        Descriptor.IsEnabledByDefault,
        warningLevel: 0,
        Descriptor.Title,
        helpLink: Descriptor.HelpLinkUri,
        location: Location.Create(Path, Span, Lines));
}
