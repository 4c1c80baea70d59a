using DistributedLock.AspNetCore.Requests;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DistributedLock.AspNetCore.Controllers;

/// <summary>Installs the convention that locks actions, after the application's own conventions.</summary>
internal sealed class LockedActionSetup(LockedRequests requests) : IPostConfigureOptions<MvcOptions>
{
    public void PostConfigure(string? name, MvcOptions options) => options.Conventions.Add(new LockedActionConvention(requests));
}
