namespace NetGen.Reporting.Html;

/// <summary>HTML that goes into a page as it is.</summary>
internal readonly record struct Markup(string Text);
