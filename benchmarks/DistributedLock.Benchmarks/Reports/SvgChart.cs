using System.Globalization;
using System.Security;
using System.Text;

namespace DistributedLock.Benchmarks.Reports;

/// <summary>Draws a chart in colours that can be read on a light and on a dark page; the page shines through.</summary>
internal static class SvgChart
{
    private const int Width = 560;
    private const int Height = 300;
    private const int Left = 64;
    private const int Right = 16;
    private const int LegendLine = 18;
    private const int Bottom = 44;
    private const string Ink = "#7d8590";

    private static readonly string[] Colours = ["#2f81f7", "#e8832a", "#2da44e", "#a371f7", "#d03592"];

    /// <exception cref="ArgumentException">A series has no point, or one that no logarithm can show.</exception>
    public static string Draw(ScalingChart chart)
    {
        var points = chart.Series.SelectMany(static series => series.Points).ToArray();
        if (chart.Series.Any(static series => series.Points.Count == 0)
            || points.Any(static point => !(point.Across > 0 && point.Up > 0) || double.IsInfinity(point.Across) || double.IsInfinity(point.Up)))
        {
            throw new ArgumentException($"The chart '{chart.FileName}' has an empty series or a point that is not above zero: expected only finite numbers above zero.", nameof(chart));
        }

        var across = LogarithmicAxis.Of(points.Select(static point => point.Across), isWhole: false);
        var up = LogarithmicAxis.Of(points.Select(static point => point.Up), isWhole: true);
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="sans-serif" font-size="12" fill="{Ink}">""");
        Append(svg, $"""<title>{Escape(chart.Title)}</title>""");
        Append(svg, $"""<text x="{Left}" y="18" font-size="14">{Escape(chart.Title)}</text>""");
        var top = Legend(svg, chart.Series) + LegendLine;
        foreach (var value in up.Ticks)
        {
            var y = Y(up, value, top);
            Append(svg, $"""<line x1="{Left}" y1="{y:F1}" x2="{Width - Right}" y2="{y:F1}" stroke="{Ink}" stroke-opacity="0.3"/>""");
            Append(svg, $"""<text x="{Left - 6}" y="{y + 4:F1}" text-anchor="end">{Quantity.Of(value)}</text>""");
        }

        foreach (var value in points.Select(static point => point.Across).Distinct().Order())
        {
            Append(svg, $"""<text x="{X(across, value):F1}" y="{Height - Bottom + 16}" text-anchor="middle">{Quantity.Of(value)}</text>""");
        }

        Append(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 8}" text-anchor="middle">{Escape(chart.Across)}</text>""");
        Append(svg, $"""<text transform="translate(14 {(top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Escape(chart.Up)}</text>""");
        for (var i = 0; i < chart.Series.Count; i++)
        {
            Curve(svg, chart.Series[i], Colours[i % Colours.Length], across, up, top);
        }

        Append(svg, $"</svg>");
        return svg.ToString();
    }

    /// <returns>Where its last line stands.</returns>
    private static int Legend(StringBuilder svg, IReadOnlyList<ChartSeries> series)
    {
        var (x, y) = (Left, 39);
        for (var i = 0; i < series.Count; i++)
        {
            var width = 30 + (7 * series[i].Name.Length);
            if (x > Left && x + width > Width)
            {
                (x, y) = (Left, y + LegendLine);
            }

            Append(svg, $"""<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{Colours[i % Colours.Length]}"/>""");
            Append(svg, $"""<text x="{x + 15}" y="{y}">{Escape(series[i].Name)}</text>""");
            x += width;
        }

        return y;
    }

    private static void Curve(StringBuilder svg, ChartSeries series, string colour, LogarithmicAxis across, LogarithmicAxis up, int top)
    {
        var places = series.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(across, point.Across):F1},{Y(up, point.Up, top):F1}")).ToArray();
        Append(svg, $"""<polyline points="{string.Join(' ', places)}" fill="none" stroke="{colour}" stroke-width="2"/>""");
        foreach (var point in series.Points)
        {
            Append(svg, $"""<circle cx="{X(across, point.Across):F1}" cy="{Y(up, point.Up, top):F1}" r="3" fill="{colour}"><title>{Quantity.Of(point.Across)}: {Quantity.Of(point.Up)}</title></circle>""");
        }
    }

    private static double X(LogarithmicAxis axis, double value) => Left + 20 + (axis.Share(value) * (Width - Left - Right - 40));

    private static double Y(LogarithmicAxis axis, double value, int top) => Height - Bottom - (axis.Share(value) * (Height - top - Bottom));

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static void Append(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
