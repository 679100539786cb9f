using System.Buffers;
using System.Diagnostics;
using NetGen.Samples.DigitPad.Networks;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Reads digits.</summary>
internal static class ReadingEndpoints
{
    /// <summary>The path that reads one image.</summary>
    public const string ClassifyPath = "/api/classify";

    private const int MaxBatch = 256;
    private const int DrawingLength = Drawing.Side * Drawing.Side;

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("").RequireRateLimiting(RequestLimits.Work);
        group.MapPost(ClassifyPath, (Delegate)ClassifyAsync)
            .Accepts<float[]>("application/json", RequestBody.Bytes)
            .Produces<Classification>()
            .ProducesProblems(400, 408, 413, 415, 429, 503)
            .WithName("Classify")
            .WithSummary("Reads one image of 28 x 28 pixels as it is.")
            .WithDescription("784 numbers from 0 for paper to 1 for ink, row by row, as JSON; or 784 bytes from 0 to 255.");
        group.MapPost(ClassifyPath + "/batch", (Delegate)ClassifyBatchAsync)
            .Accepts<byte[]>(RequestBody.Bytes)
            .Produces<BatchClassification>()
            .ProducesProblems(400, 408, 413, 415, 429, 503)
            .WithName("ClassifyBatch")
            .WithSummary("Reads up to 256 images of 784 bytes each, one after another.");
        group.MapPost("/api/drawings", ReadDrawingAsync)
            .Accepts<byte[]>(RequestBody.Bytes)
            .Produces<DrawingClassification>()
            .ProducesProblems(400, 408, 413, 415, 429, 503)
            .WithName("ReadDrawing")
            .WithSummary("Scales and centers a drawing of 112 x 112 bytes as MNIST does, then reads it.");
        group.MapGet("/api/model", () => TypedResults.Ok(DescribeModel()))
            .ProducesProblems(429, 503)
            .WithName("GetModel")
            .WithSummary("The network that reads the images.");
    }

    private static async Task<IResult> ClassifyAsync(HttpContext context)
    {
        float[] image = ArrayPool<float>.Shared.Rent(DigitReader.Pixels);
        try
        {
            IResult? problem = RequestBody.HasBytes(context)
                ? await ReadPixelBytesAsync(context, image)
                : await ReadPixelNumbersAsync(context, image);
            if (problem is not null)
            {
                return problem;
            }

            var probabilities = new float[DigitReader.Classes];
            double microseconds = DigitReader.Read(image.AsSpan(0, DigitReader.Pixels), probabilities);
            return TypedResults.Json(
                new Classification(DigitReader.IndexOfMax(probabilities), probabilities, microseconds), Json.Default.Classification);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(image);
        }
    }

    private static async Task<IResult?> ReadPixelBytesAsync(HttpContext context, float[] image)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(DigitReader.Pixels + 1);
        try
        {
            (int count, IResult? problem) = await RequestBody.ReadBytesAsync(context, bytes.AsMemory(0, DigitReader.Pixels + 1));
            if (problem is null && count == DigitReader.Pixels)
            {
                Widen(bytes.AsSpan(0, count), image);
                return null;
            }

            return problem ?? Problems.Create(
                400, $"Expected {DigitReader.Pixels} bytes; found {(count < DigitReader.Pixels ? $"{count}" : "more")}.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static async Task<IResult?> ReadPixelNumbersAsync(HttpContext context, float[] image)
    {
        (float[]? numbers, IResult? problem) = await RequestBody.ReadJsonAsync(context, Json.Default.SingleArray);
        if (numbers is null)
        {
            return problem;
        }

        if (numbers.Length != DigitReader.Pixels)
        {
            return Problems.Create(400, $"Expected {DigitReader.Pixels} numbers; found {numbers.Length}.");
        }

        int wrong = Array.FindIndex(numbers, number => number is not (>= 0 and <= 1));
        if (wrong >= 0)
        {
            return Problems.Create(400, $"Expected numbers from 0 to 1; the one at index {wrong} is not.");
        }

        numbers.CopyTo(image, 0);
        return null;
    }

    private static async Task<IResult> ClassifyBatchAsync(HttpContext context)
    {
        if (!RequestBody.HasBytes(context))
        {
            return Problems.Create(415, $"Expected a body of type {RequestBody.Bytes}.");
        }

        var bytes = new byte[(MaxBatch * DigitReader.Pixels) + 1];
        (int length, IResult? problem) = await RequestBody.ReadBytesAsync(context, bytes);
        if (problem is not null)
        {
            return problem;
        }

        (int count, int rest) = Math.DivRem(length, DigitReader.Pixels);
        if (rest != 0 || count == 0)
        {
            return Problems.Create(400, $"Expected 1 to {MaxBatch} images of {DigitReader.Pixels} bytes.");
        }

        var images = new float[length];
        Widen(bytes.AsSpan(0, length), images);
        var outputs = new float[count * DigitReader.Classes];
        long start = Stopwatch.GetTimestamp();
        DigitNet.Pretrained.FeedForwardBatch(images, outputs);
        double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        float[][] probabilities = [.. outputs.Chunk(DigitReader.Classes)];
        int[] digits = [.. probabilities.Select(of => DigitReader.IndexOfMax(of))];
        return TypedResults.Json(new BatchClassification(digits, probabilities, microseconds), Json.Default.BatchClassification);
    }

    private static async Task<IResult> ReadDrawingAsync(HttpContext context, DigitReader reader)
    {
        if (!RequestBody.HasBytes(context))
        {
            return Problems.Create(415, $"Expected a body of type {RequestBody.Bytes}.");
        }

        byte[] drawing = ArrayPool<byte>.Shared.Rent(DrawingLength + 1);
        try
        {
            (int count, IResult? problem) = await RequestBody.ReadBytesAsync(context, drawing.AsMemory(0, DrawingLength + 1));
            if (problem is not null)
            {
                return problem;
            }

            if (count != DrawingLength)
            {
                return Problems.Create(400, $"Expected {Drawing.Side} x {Drawing.Side} = {DrawingLength} bytes.");
            }

            var image = new float[DigitReader.Pixels];
            return Drawing.TryCenter(drawing.AsSpan(0, count), image)
                ? TypedResults.Json(Describe(reader, image), Json.Default.DrawingClassification)
                : Problems.Create(400, "There is no ink on the drawing.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(drawing);
        }
    }

    private static DrawingClassification Describe(DigitReader reader, float[] image)
    {
        var probabilities = new float[DigitReader.Classes];
        var hidden = new float[reader.HiddenUnits];
        double microseconds = DigitReader.ReadAndMeasure(image, probabilities);
        reader.ReadHidden(image, hidden);
        return new DrawingClassification(DigitReader.IndexOfMax(probabilities), probabilities, microseconds, image, hidden);
    }

    private static ModelDescription DescribeModel()
    {
        NetworkTopology topology = DigitNet.Topology;
        IEnumerable<LayerDescription> layers = topology.Layers
            .Where(layer => layer.ParameterCount > 0)
            .Select(layer => new LayerDescription(
                layer.Kind, layer.InputSize, layer.OutputSize, layer.Activation.ToString(), layer.ParameterCount));
        return new ModelDescription(
            topology.ToString(), topology.InputSize, [.. layers], [.. DigitReader.ClassNames], topology.ParameterCount);
    }

    private static void Widen(ReadOnlySpan<byte> bytes, Span<float> pixels)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            pixels[i] = bytes[i] * (1f / byte.MaxValue);
        }
    }
}
