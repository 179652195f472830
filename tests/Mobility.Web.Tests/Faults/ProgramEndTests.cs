using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mobility.Testing.Published;

namespace Mobility.Web.Tests.Faults;

/// <summary>The program is told to stop while people use it.</summary>
[NonParallelizable]
public sealed class ProgramEndTests
{
    private const int Writers = 8;

    [Test]
    public async Task Told_to_stop_it_finishes_the_answers_under_way_hangs_up_on_dawdlers_and_ends_without_an_error()
    {
        using var world = await ProgramWorld.CreateAsync();
        var settings = world.Settings;
        settings["Jobs:Enabled"] = "true";
        await using var program = await PublishedProgram.ServeAsync(settings);
        using var client = world.Connect(program, world.Consultant);
        var form = await client.FormAsync($"/cases/{world.Case.Number}/tasks/new");
        var halfway = new List<HalfSent>();
        for (var i = 0; i < Writers; i++)
        {
            halfway.Add(await HalfSent.BeginAsync(program.Address, client.Cookies, form.With(("What", $"Under way {i}"))));
        }
        using var dawdler = new TcpClient();
        await dawdler.ConnectAsync(program.Address.Host, program.Address.Port);
        await dawdler.GetStream().WriteAsync("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray());

        await program.AskToStopAsync();
        await RefusesNewcomersAsync(program.Address);
        var answers = await Task.WhenAll(halfway.Select(h => h.FinishAsync()));

        Assert.That(answers, Is.All.StartWith("HTTP/1.1 302"));
        Assert.That(await program.EndAsync(), Is.Zero, program.Log);
        await using var db = world.Database.Open();
        Assert.That(await db.Tasks.CountAsync(t => t.What.StartsWith("Under way")), Is.EqualTo(Writers));
        Assert.That(program.Log, Does.Not.Contain("Exception"));
    }

    /// <summary>Returns once the program takes no more connections: it has heard.</summary>
    private static async Task RefusesNewcomersAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var newcomer = new TcpClient();
            try
            {
                await newcomer.ConnectAsync(address.Host, address.Port, patience.Token);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    /// <summary>A request of which the program has the half.</summary>
    private sealed class HalfSent(TcpClient connection, byte[] rest)
    {
        public static async Task<HalfSent> BeginAsync(Uri address, string cookies, DrawnForm form)
        {
            using var request = form.ToRequest();
            var body = await request.Content!.ReadAsByteArrayAsync();
            var head =
                $"POST {form.Path} HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {cookies}\r\n"
                + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n";
            var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            // It says "go on" when it begins to read the form: the request is under way.
            var buffer = new byte[256];
            var read = await connection.GetStream().ReadAsync(buffer);
            Assert.That(Encoding.ASCII.GetString(buffer, 0, read), Does.StartWith("HTTP/1.1 100"));
            await connection.GetStream().WriteAsync(body.AsMemory(0, body.Length / 2));
            return new HalfSent(connection, body[(body.Length / 2)..]);
        }

        public async Task<string> FinishAsync()
        {
            using (connection)
            {
                await connection.GetStream().WriteAsync(rest);
                using var reader = new StreamReader(connection.GetStream());
                return await reader.ReadLineAsync() ?? "nothing";
            }
        }
    }
}
