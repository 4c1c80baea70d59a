#!/usr/bin/env bash
# Runs all analyzers over real code and prints the tables of docs/analyzers-on-real-code.md: this repository, and assemblies of the framework and of the
# drivers, decompiled. With --text: every report with the source around it, for the one who judges; --tables <file> beside it gives the tables of the same run.
set -euo pipefail
cd "$(dirname "$0")/.."

form=(--markdown)
if [[ ${1:-} == --text ]]; then form=(--context 3); shift; fi

# Packages are found by what the restore wrote down; projects reference each other by their sources.
dotnet restore DistributedLock.Generators.sln -v q >&2
dotnet build tests/DistributedLock.Analyzers.RealCode -c Release -v q -nologo >&2
program=tests/DistributedLock.Analyzers.RealCode/bin/Release/net10.0/DistributedLock.Analyzers.RealCode
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
shared=$(dirname "$(readlink -f "$(command -v dotnet)")")/shared
newest() { find "$1" -path "$2" 2>/dev/null | sort -V | tail -n 1; }

# Projects that know nothing of each other declare the same names: each of them is a compilation.
inputs=(src generators+analyzers)
for project in samples/*/ benchmarks/*/ tests/*/; do
  if compgen -G "$project*.csproj" >/dev/null; then inputs+=("${project%/}"); fi
done

references=(--reference "$(dirname "$program")")
assemblies=(
  "$(newest "$packages/npgsql" '*/net*/Npgsql.dll')"
  "$(newest "$packages/stackexchange.redis" '*/net*/StackExchange.Redis.dll')"
  "$(newest "$packages/microsoft.data.sqlclient" '*/lib/net*/Microsoft.Data.SqlClient.dll')"
  "$(newest "$shared/Microsoft.AspNetCore.App" '*/Microsoft.AspNetCore.Server.Kestrel.Core.dll')"
  "$(newest "$shared/Microsoft.AspNetCore.App" '*/Microsoft.AspNetCore.SignalR.Core.dll')"
  "$(newest "$shared/Microsoft.AspNetCore.App" '*/System.Threading.RateLimiting.dll')"
  "$(newest "$shared/Microsoft.AspNetCore.App" '*/Microsoft.AspNetCore.Http.Connections.dll')"
  "$(newest "$shared/Microsoft.AspNetCore.App" '*/Microsoft.AspNetCore.Components.Server.dll')"
  "$(newest "$shared/Microsoft.NETCore.App" '*/System.Net.Http.dll')"
  "$(newest "$shared/Microsoft.NETCore.App" '*/System.IO.Pipelines.dll')"
  "$(newest "$shared/Microsoft.NETCore.App" '*/System.Net.WebSockets.dll')"
  "$(newest "$shared/Microsoft.NETCore.App" '*/System.Net.Security.dll')"
  "$(newest "$shared/Microsoft.NETCore.App" '*/System.Net.Mail.dll')"
  "$(newest "$shared/Microsoft.NETCore.App" '*/System.IO.Compression.dll')"
  "$(newest "$shared/Microsoft.NETCore.App" '*/System.Formats.Tar.dll')"
)

found=()
for assembly in "${assemblies[@]}"; do
  if [[ -n $assembly ]]; then
    found+=("$assembly")
    references+=(--reference "$assembly")
  fi
done

"$program" "${form[@]}" "$@" "${references[@]}" "${inputs[@]}" "${found[@]}"
