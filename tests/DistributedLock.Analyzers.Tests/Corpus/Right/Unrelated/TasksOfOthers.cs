public class Mailer
{
    public void SendLater(string text)
    {
        _ = SendAsync(text);
    }

    public Task SendAsync(string text) => Task.Delay(text.Length);

    public string Describe() => $"{SendAsync("a").Status}";
}
