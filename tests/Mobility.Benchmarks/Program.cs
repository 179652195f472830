using Mobility.Benchmarks;

return args switch
{
    ["load", .. var rest] => await LoadRun.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("load [--cases 5000] [--seconds 10] [--database FILE]");
    return 2;
}
