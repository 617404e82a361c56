using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Chainrule.Studio;

/// <summary>
/// Admits only requests that the page itself makes: a foreign name in Host is another site that was made to resolve to
/// this machine, a foreign Origin another site that sends forms here.
/// </summary>
internal static class RequestGuard
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
        "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'";

    public static Task Admit(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        string port = $":{context.Connection.LocalPort}";
        if (request.Host.Value != "127.0.0.1" + port && request.Host.Value != "localhost" + port)
            return Refuse(context, StatusCodes.Status421MisdirectedRequest);
        StringValues origin = request.Headers.Origin;
        if (origin.Count > 0 && origin.ToString() != $"http://{request.Host.Value}")
            return Refuse(context, StatusCodes.Status403Forbidden);
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            return Refuse(context, StatusCodes.Status403Forbidden);
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return next(context);
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
