using Mobility.Benchmarks;
using Mobility.Benchmarks.Days;

return args switch
{
    ["days", var trips, var answers] => DaysRun.Run(trips, answers),
    ["plan"] => await PlanRun.RunAsync(),
    ["reassess"] => await ReassessRun.RunAsync(),
    ["durable"] => await DurableRun.RunAsync(),
    ["load", .. var rest] => await LoadRun.RunAsync(rest),
    ["population", .. var rest] => await PopulationRun.RunAsync(rest),
    ["personal", .. var rest] => await PersonalRun.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        days TRIPS.csv ANSWERS.csv                              every cell against the answers, then travellers per second of one core
        plan                                                    other dates for a trip that goes too far, in milliseconds
        reassess                                                what follows from a new trip on one case, in milliseconds
        durable                                                 a small change, with and without flushing it to the disk
        load [--cases 5000] [--seconds 10] [--database FILE]    the busiest pages of a large database
        population [--travellers 6000] [--trips 67] [--file TRIPS.csv] [--seconds 3]
                                                                the reviews of a night, and the board of all travellers
        personal [--cases 1000] [--seconds 3]                   pages with sealed values, and the same without
        """
    );
    return 2;
}
