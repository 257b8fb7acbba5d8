/* TAPA's engine against its definition, and the general form against the split one through .npy
 * files. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/readers/npy.h"
#include "kernels/encodings/relative/tapa.h"
#include "tests/tools/check_tools.h"

enum { COUNT = 9, DRAWS = 7, DIM_MAX = 24 };
static const double R[COUNT] = {0, 1, 2, 3, 10, 100, 4096, 1e6, 0x1p53};

/* amplitude cos(2 pi r^alpha phi) in long double; size takes the sum of absolute terms of phi. */
static long double definition(size_t dim, size_t split, double alpha, bool linear, const double *q,
                              const double *k, double r, long double *amplitude_size,
                              long double *turns_size)
{
    long double amplitude = 0.0L, phi = 0.0L;
    *amplitude_size = *turns_size = 0.0L;
    for (size_t c = 0; c < dim; c++)
        if (c < split) {
            amplitude += (long double)q[c] * k[c],
                *amplitude_size += fabsl((long double)q[c] * k[c]);
        } else {
            phi += linear ? (long double)q[c] + k[c] : (long double)q[c] * k[c];
            *turns_size += linear ? fabsl((long double)q[c]) + fabsl((long double)k[c])
                                  : fabsl((long double)q[c] * k[c]);
        }
    long double root_a = sqrtl((long double)split), root_p = sqrtl((long double)(dim - split)),
                power = powl(r, alpha);
    long double turns = power * phi / root_p;
    *amplitude_size /= root_a, *turns_size *= power / root_p;
    return amplitude / root_a * cosl(6.283185307179586476925L * (turns - rintl(turns)));
}

static void check_case(struct worst *w, size_t dim, size_t split, double alpha, bool linear,
                       const struct encoding *e, uint64_t *state, const char *name)
{
    double q[DRAWS * DIM_MAX], k[DRAWS * DIM_MAX];
    for (size_t i = 0; i < DRAWS * dim; i++)
        q[i] = 4.0 * tools_uniform(state) - 2.0, k[i] = 4.0 * tools_uniform(state) - 2.0;
    double *got = tools_scores(e, COUNT, R, DRAWS, q, k);
    for (size_t i = 0; i < DRAWS * COUNT; i++) {
        long double amplitude, turns;
        long double want = definition(dim, split, alpha, linear, q + i / COUNT * dim,
                                      k + i / COUNT * dim, R[i % COUNT], &amplitude, &turns);
        /* each sum of dim terms errs by (dim + 4) units of its absolute terms; the power by an ulp,
         * two units; two products */
        double error = (double)(dim + 8) * UNIT_ROUNDING *
                       (double)(amplitude + 6.2832L * turns * fminl(amplitude, 1e300L));
        worst_take(w, (double)fabsl(got[i] - want), error, "%s draw %zu r %.0f", name, i / COUNT,
                   R[i % COUNT]);
    }
    free(got);
}

TEST(scores_are_the_definition)
{
    static const struct {
        size_t dim, split;
        double alpha;
        const char *spec;
        bool linear;
    } cases[] = {
        {2, 1, 0.1, "tapa:dim=2", false},
        {8, 4, 0.1, "tapa:dim=8,alpha=0.1,split=0.5,phase=quadratic", false},
        {8, 4, 0.5, "tapa:dim=8,alpha=0.5,phase=linear", true},
        {24, 6, 0.25, "tapa:dim=24,alpha=0.25,split=0.25", false},
        {20, 19, 0.1, "tapa:dim=20,split=0.95", false},
        {10, 1, 1.0, "tapa:dim=10,alpha=1,split=0.1,phase=linear", true},
        {9, 3, 0.3, "tapa:dim=9,alpha=0.3,split=0.33333333333333", false},
    };
    uint64_t state = 61;
    struct worst w = {0};
    for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
        struct encoding *e = tools_encoding(cases[c].spec);
        ck_assert_uint_eq(encoding_tapa_shape(e)->dim_amplitude, cases[c].split);
        ck_assert_uint_eq(encoding_tapa_shape(e)->dim_phase, cases[c].dim - cases[c].split);
        check_case(&w, cases[c].dim, cases[c].split, cases[c].alpha, cases[c].linear, e, &state,
                   cases[c].spec);
        encoding_free(e);
    }
    worst_check(&w);
}

/* Writes a dim x dim matrix as .npy version 1. */
static const char *write_npy(struct folder *f, const char *name, size_t dim, const double *matrix)
{
    char head[128] = "\x93NUMPY\x01";
    int used = snprintf(head + 10, sizeof head - 10,
                        "{'descr': '<f8', 'fortran_order': False, 'shape': (%zu, %zu), }", dim,
                        dim);
    memset(head + 10 + used, ' ', sizeof head - 10 - (size_t)used);
    head[127] = '\n', head[8] = 118;
    FILE *file = fopen(folder_file(f, name), "wb");
    ck_assert(file && fwrite(head, 1, 128, file) == 128 &&
              fwrite(matrix, sizeof *matrix, dim * dim, file) == dim * dim);
    fclose(file);
    return f->file;
}

/* M and N diagonal reproduce the split form; a matrix with one off-diagonal entry picks exactly q_i
 * k_j. */
TEST(general_form_reproduces_the_split)
{
    static const struct encoding_reader reader = {npy_matrix};
    enum { DIM = 8, SPLIT = 3 };
    struct folder f;
    struct message error;
    struct encoding *e;
    char text[512], m_path[160];
    double m[DIM * DIM] = {0.0}, n[DIM * DIM] = {0.0};
    uint64_t state = 62;
    struct worst w = {0};
    folder_make(&f);
    for (size_t c = 0; c < DIM; c++)
        *(c < SPLIT ? &m[c * DIM + c] : &n[c * DIM + c]) = c < SPLIT ? 1.0 / sqrt(SPLIT)
                                                                     : 1.0 / sqrt(DIM - SPLIT);
    strcpy(m_path, write_npy(&f, "m.npy", DIM, m));
    snprintf(text, sizeof text, "tapa:dim=8,alpha=0.3,phase=general,m=%s,n=%s", m_path,
             write_npy(&f, "n.npy", DIM, n));
    ck_assert_msg(encoding_parse(text, &reader, &e, &error), "%s", error.text);
    check_case(&w, DIM, SPLIT, 0.3, false, e, &state, "diagonal");
    encoding_free(e);

    memset(m, 0, sizeof m), memset(n, 0, sizeof n);
    m[2 * DIM + 5] = 3.0; /* row of q, column of k */
    n[6 * DIM + 1] = 0.5;
    write_npy(&f, "m.npy", DIM, m);
    write_npy(&f, "n.npy", DIM, n);
    ck_assert_msg(encoding_parse(text, &reader, &e, &error), "%s", error.text);
    double q[2 * DIM], k[2 * DIM];
    for (int i = 0; i < 2 * DIM; i++)
        q[i] = tools_uniform(&state), k[i] = tools_uniform(&state);
    double *got = tools_scores(e, COUNT, R, 2, q, k);
    for (size_t i = 0; i < 2 * COUNT; i++) {
        const double *a = q + i / COUNT * DIM, *b = k + i / COUNT * DIM;
        long double turns = powl(R[i % COUNT], 0.3) * 0.5L * a[6] * b[1];
        long double want = 3.0L * a[2] * b[5] *
                           cosl(6.283185307179586476925L * (turns - rintl(turns)));
        worst_take(&w, (double)fabsl(got[i] - want),
                   8.0 * UNIT_ROUNDING * 3.0 * (1.0 + 6.2832 * (double)turns), "single entries %zu",
                   i);
    }
    free(got);
    encoding_free(e);
    worst_check(&w);
    ck_assert(!encoding_parse("tapa:dim=8,phase=general,m=x,n=y", NULL, &e, &error));
    ck_assert(
        !encoding_parse("tapa:dim=8,phase=general,m=/nonexistent.npy,n=y", &reader, &e, &error));
    ck_assert(strstr(error.text, "/nonexistent.npy"));
    snprintf(text, sizeof text, "tapa:dim=6,alpha=0.3,phase=general,m=%s,n=%s", m_path, m_path);
    ck_assert(!encoding_parse(text, &reader, &e, &error));
    ck_assert_msg(strstr(error.text, "shape (8, 8)") && strstr(error.text, "(6, 6)"), "%s",
                  error.text);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

TEST(bad_distances_are_refused)
{
    struct encoding *e = tools_encoding("tapa:dim=4");
    static const double bad[] = {-1.0, 0x1p54, NAN};
    double table[1];
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(encoding_table_fill(e, 1, &bad[i], table), STATUS_DOMAIN);
    encoding_free(e);
}
