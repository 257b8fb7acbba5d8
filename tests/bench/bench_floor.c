/* Times the bare matrix product behind the curves that bench_locality counts: the floor of any way
 * through full-width products.
 *
 *     bench_floor THREADS RUNS
 *
 * prints the median seconds of RUNS runs of a (256 x 128) x (128 x 131,072) product of doubles:
 * coefficients of 256 draws by a cos/sin table. The table is one panel of 2,048 columns, used over
 * and over, and the result one panel too, so that both stay in the second-level cache; of panels of
 * 256 to 8,192 columns and 32 to 256 rows the fastest. */
#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/command/run.h"
#include "tests/bench/bench.h"

enum { DRAWS = 256, COLUMNS = 128, CONTEXT = 131072, PANEL = 2048, ROWS = 128, THREADS_MAX = 1024 };

/* Starts the program again with OPENBLAS_CORETYPE set if OpenBLAS took an unknown, newer processor
 * for its oldest one: it chooses its kernels before main. A value the user set is left alone. */
static void prefer_widest(char **argv)
{
#if defined __x86_64__
    if (getenv("OPENBLAS_CORETYPE") || strcmp(openblas_get_corename(), "Prescott") != 0)
        return;
    __builtin_cpu_init();
    const char *wider = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
                            ? "SkylakeX"
                        : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                            ? "Haswell"
                            : NULL;
    if (wider && setenv("OPENBLAS_CORETYPE", wider, 1) == 0)
        execv("/proc/self/exe", argv); /* if it fails, the slower kernels serve as well */
#else
    (void)argv;
#endif
}

int main(int argc, char **argv)
{
    size_t threads = argc == 3 ? bench_whole(argv[1], THREADS_MAX) : 0;
    size_t runs = threads ? bench_whole(argv[2], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_floor THREADS RUNS, RUNS from 1 to %d\n", BENCH_RUNS_MAX);
        return 2;
    }
    prefer_widest(argv);
    openblas_set_num_threads(1);
    run_threads((int)threads);
    static double coefficient[DRAWS * COLUMNS];
    double seconds[BENCH_RUNS_MAX], checksum = 0.0;
    bool ready = true;
    for (size_t i = 0; i < DRAWS * COLUMNS; i++)
        coefficient[i] = cos((double)i);
#pragma omp parallel reduction(+ : checksum) reduction(&& : ready)
    {
        double *table = malloc((COLUMNS + ROWS) * PANEL * sizeof *table),
               *score = table + COLUMNS * PANEL;
        ready = table != NULL;
        for (size_t i = 0; ready && i < (COLUMNS + ROWS) * PANEL; i++)
            table[i] = sin((double)i);
        for (size_t run = 0; run < runs; run++) {
#pragma omp barrier
            double start = bench_now();
#pragma omp for schedule(dynamic, 1)
            for (size_t first = 0; first < CONTEXT; first += PANEL)
                for (size_t row = 0; ready && row < DRAWS; row += ROWS)
                    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, ROWS, PANEL, COLUMNS,
                                1.0, coefficient + row * COLUMNS, COLUMNS, table, PANEL, 0.0, score,
                                PANEL);
#pragma omp master
            seconds[run] = bench_now() - start;
        }
        if (ready)
            checksum += score[0];
        free(table);
    }
    if (!ready) {
        fprintf(stderr, "bench_floor: out of memory\n");
        return 3;
    }
    printf("floor_%zu seconds=%.6f checksum=%.9f core=%s\n", threads, bench_median(runs, seconds),
           checksum, openblas_get_corename());
    return 0;
}
