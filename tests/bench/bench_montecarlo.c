/* Times Monte Carlo means and variances of RoPE's and TAPA's scores; the peer is
 * montecarlo_numpy.py.
 *
 *     bench_montecarlo THREADS RUNS [FILE]
 *
 * 200,000 draws of gauss mu = 0.5, sigma = 1 at D = 128, scored at 20 distances. Prints the median
 * of RUNS runs for each encoding and for both on the same draws; writes distance, mean, its error,
 * variance, its error per encoding and distance to FILE. */
#include <math.h>
#include <omp.h>
#include <stdio.h>

#include "experiments/harness/draws/montecarlo.h"
#include "tests/bench/bench.h"

enum { DRAWS = 200000, DISTANCES = 20, ENCODINGS = 2, FIELDS = 5, THREADS_MAX = 1024 };

static const struct {
    const char *name, *text;
} peers[ENCODINGS] = {{"rope", "rope:base=1e4,dim=128"},
                      {"tapa", "tapa:dim=128,alpha=0.1,split=0.5"}};

static int fail(const char *what)
{
    fprintf(stderr, "bench_montecarlo: %s\n", what);
    return 3;
}

static void print_line(const char *name, size_t runs, double *seconds, double checksum)
{
    printf("montecarlo_%s seconds=%.6f checksum=%.9f\n", name, bench_median(runs, seconds),
           checksum);
}

int main(int argc, char **argv)
{
    size_t threads = argc == 3 || argc == 4 ? bench_whole(argv[1], THREADS_MAX) : 0;
    size_t runs = threads ? bench_whole(argv[2], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_montecarlo THREADS RUNS [FILE], RUNS from 1 to %d\n",
                BENCH_RUNS_MAX);
        return 2;
    }
    omp_set_num_threads((int)threads);
    struct encoding *encoding[ENCODINGS];
    const struct encoding *list[ENCODINGS];
    for (size_t e = 0; e < ENCODINGS; e++) {
        struct message error;
        if (!encoding_parse(peers[e].text, NULL, &encoding[e], &error))
            return fail(error.text);
        list[e] = encoding[e];
    }
    double distance[DISTANCES];
    for (size_t i = 0; i < DISTANCES; i++)
        distance[i] = rint(pow(131072.0, (double)i / (DISTANCES - 1)));

    struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
    struct random_stream stream = {.seed = 1, .stream = random_stream_id("bench")};
    struct sample sample[ENCODINGS][DISTANCES];
    double seconds[ENCODINGS + 1][BENCH_RUNS_MAX] = {{0}};
    struct sample *out[ENCODINGS] = {sample[0], sample[1]};
    for (size_t run = 0; run < runs; run++)
        for (size_t e = 0; e <= ENCODINGS; e++) { /* each alone, then both on the same draws */
            size_t first = e < ENCODINGS ? e : 0, count = e < ENCODINGS ? 1 : ENCODINGS;
            double start = bench_now();
            if (montecarlo_scores(count, list + first, &law, &stream, DRAWS, DISTANCES, distance,
                                  out + first) != STATUS_OK)
                return fail("montecarlo_scores failed");
            seconds[e][run] = bench_now() - start;
        }

    double values[ENCODINGS][DISTANCES][FIELDS], both = 0.0;
    for (size_t e = 0; e < ENCODINGS; e++) {
        double checksum = 0.0;
        for (size_t i = 0; i < DISTANCES; i++) {
            const struct sample *s = &sample[e][i];
            double row[FIELDS] = {distance[i], s->mean, sample_mean_error(s), sample_variance(s),
                                  sample_variance_error(s)};
            for (size_t f = 0; f < FIELDS; f++)
                values[e][i][f] = row[f];
            checksum += s->mean;
        }
        print_line(peers[e].name, runs, seconds[e], checksum);
        both += checksum;
        encoding_free(encoding[e]);
    }
    print_line("both", runs, seconds[ENCODINGS], both);
    if (argc == 4 && !bench_write(argv[3], sizeof values / sizeof(double), &values[0][0][0]))
        return fail("cannot write the values");
    return 0;
}
