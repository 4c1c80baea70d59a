using DistributedLock.AspNetCore.Locks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace DistributedLock.AspNetCore.ApiDescriptions;

/// <summary>
/// Adds the answers of locked endpoints to their descriptions, for OpenAPI. After everybody else: metadata on the endpoint itself would take the place of the
/// response that the framework derives from a handler that declares none.
/// </summary>
internal sealed class LockAnswerDescriptions(IOptions<DistributedLockEndpointOptions> options, IModelMetadataProvider? models = null) : IApiDescriptionProvider
{
    public int Order => int.MaxValue;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var description in context.Results)
        {
            if (description.ActionDescriptor.EndpointMetadata?.OfType<EndpointLocks>().Any() == true)
            {
                Add(description, options.Value.ContendedStatusCode);
                Add(description, 503);
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    private void Add(ApiDescription description, int status)
    {
        if (description.SupportedResponseTypes.Any(response => response.StatusCode == status))
        {
            return;
        }

        description.SupportedResponseTypes.Add(new ApiResponseType
        {
            StatusCode = status,
            Type = typeof(ProblemDetails),
            ModelMetadata = models?.GetMetadataForType(typeof(ProblemDetails)),
            ApiResponseFormats = [new ApiResponseFormat { MediaType = "application/problem+json" }],
        });
    }
}
