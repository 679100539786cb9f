using NetGen.Native;

// What is published by Native AOT: training runs whose parameters are the same everywhere, and timings.
switch (args)
{
    // A file for each recipe. No hash is computed here: .NET takes that from a library, which the machine may lack.
    case ["train", string folder, string text] when int.TryParse(text, out int threads) && threads > 0:
        Directory.CreateDirectory(folder);
        foreach (Recipe recipe in Recipe.All)
        {
            File.WriteAllBytes(Path.Combine(folder, recipe.Name), recipe.Train(threads));
        }

        return 0;
    case ["times", .. string[] options] when options.All(option => option is "loops" or "quick"):
        new Times(options.Contains("loops"), options.Contains("quick")).Print();
        return 0;
    default:
        Console.Error.WriteLine("Usage: NetGen.Native train FOLDER THREADS | times [loops] [quick]");
        return 1;
}
