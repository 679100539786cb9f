namespace NetGen.Benchmarks.Choices;

/// <summary>A network to try, by the name of its row.</summary>
internal sealed record ChoiceCase(string Name, Func<long, ITrainableNetwork<float>> Create);
