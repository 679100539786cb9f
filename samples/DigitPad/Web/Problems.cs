namespace NetGen.Samples.DigitPad.Web;

/// <summary>Errors as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>A problem with a text for people.</summary>
    public static IResult Create(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>Says in the description which errors an endpoint can answer with.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses)
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }
}
