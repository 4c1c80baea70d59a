using System.Diagnostics;
using System.Globalization;

namespace DistributedLock.TestServers;

/// <summary>
/// Ends a server and deletes its folder when the test process dies, however it dies. It is a shell that reads from a pipe whose other end only the test
/// process has: the pipe ends with it, also after kill -9, when no code of ours runs any more. It stands in a process group of its own, so that what ends
/// the test program's group (eng/test.sh does that after its time limit, a terminal at Ctrl-C) leaves it to do its work.
/// Linux's "parent death signal" would not do: it comes when the parent's thread ends, reaches no children of the server, and deletes nothing.
/// </summary>
internal sealed class Keeper : IDisposable
{
    // Job control is what gives the background job its own group. A parent is stopped before its children are listed, so that it starts no more.
    private const string Script = """
        set -m
        (
            trap '' INT TERM HUP QUIT
            folder=$1 server=''
            while read -r line; do
                [ "$line" != done ] || exit 0
                server=$line
            done

            children() {
                local entry line
                if [ -d /proc/self ]; then
                    for entry in /proc/[0-9]*/stat; do
                        { read -r line <"$entry"; } 2>/dev/null || continue
                        set -- "$1" ${line##*) }
                        if [ "$3" = "$1" ] && [ "$2" != Z ]; then echo "${line%% *}"; fi
                    done
                else
                    ps -A -o pid=,ppid= | awk -v parent="$1" '$2 == parent { print $1 }'
                fi
            }
            end() {
                local child
                kill -STOP "$1"
                for child in $(children "$1"); do end "$child"; done
                kill -KILL "$1"
            }
            [ -z "$server" ] || end "$server"
            for try in 1 2 3 4 5 6 7 8 9 10; do
                rm -rf "$folder" && break
                sleep 0.2
            done
        ) <&0 >/dev/null 2>&1 &
        """;

    private readonly Process _process;

    private Keeper(Process process) => _process = process;

    public static Keeper Start(string folder)
    {
        var start = new ProcessStartInfo("bash", ["-c", Script, "keeper", folder]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        return new Keeper(Process.Start(start) ?? throw new InvalidOperationException("bash did not start."));
    }

    /// <summary>Names the process that is to end with the tests; it replaces the one named before.</summary>
    public void Watch(int processId) => Tell(processId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Says that there is no process to end; the folder is still the keeper's.</summary>
    public void WatchNothing() => Tell(string.Empty);

    /// <summary>Lets the keeper go: process and folder have been seen to.</summary>
    public void Dispose()
    {
        Tell("done");
        _process.Dispose();
    }

    private void Tell(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }
}
