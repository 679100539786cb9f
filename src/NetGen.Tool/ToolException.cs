namespace NetGen.Tool;

/// <summary>What the user asked for cannot be done; the message says why, and what to do.</summary>
internal sealed class ToolException(string message) : Exception(message);
