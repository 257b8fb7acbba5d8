/* Scores of one query and key against distance, beside their expectation and its
 * spread, and how often a far distance scores higher than a near one.
 *
 *     cc score_curve.c $(pkg-config --cflags --libs posbias) -lm -o score_curve
 *
 * prints
 *
 *     rope:base=5e5,dim=128,unit=rad,norm=sqrt,scaling=none, aligned:rho=0.5
 *     distance     score  known to      mean  deviation
 *            0   6.38131     3e-13   5.65685    1.11803
 *            1   6.19488     3e-13   5.53189    1.10949
 *           10   4.89142     3e-13   4.32300    1.08629
 *          100   2.56278     3e-13   3.45627    1.07141
 *         1000   1.28435     3e-13   2.78467    1.05232
 *        10000  -0.72874     3e-13   1.05780    1.01774
 *     far distances of 8192 score higher than near ones in 7461512 of 16777216 pairs
 */
#include <math.h>
#include <posbias.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNT = 6 };

/* Handles, two vectors and the library's words for what went wrong. */
struct head {
    posbias_encoding *encoding;
    posbias_model *model;
    double *query, *key;
    char error[256];
};

static int print_curve(struct head *h)
{
    static const double distance[COUNT] = {0, 1, 10, 100, 1000, 10000};
    double score[COUNT], bound[COUNT], mean[COUNT], variance[COUNT];
    size_t dim = posbias_encoding_dim(h->encoding);
    int status = posbias_scores(h->encoding, dim, h->query, h->key, COUNT, distance, score, bound,
                                h->error, sizeof h->error);
    if (status == POSBIAS_OK)
        status = posbias_closed_mean(h->encoding, h->model, COUNT, distance, mean, h->error,
                                     sizeof h->error);
    if (status == POSBIAS_OK)
        status = posbias_closed_variance(h->encoding, h->model, COUNT, distance, variance, h->error,
                                         sizeof h->error);
    if (status != POSBIAS_OK)
        return status;
    printf("%s, %s\n", posbias_encoding_text(h->encoding), posbias_model_text(h->model));
    printf("distance     score  known to      mean  deviation\n");
    for (int i = 0; i < COUNT; i++)
        printf("%8.0f %9.5f %9.0e %9.5f %10.5f\n", distance[i], score[i], bound[i], mean[i],
               sqrt(variance[i]));
    return POSBIAS_OK;
}

static int print_inversions(struct head *h)
{
    posbias_count n;
    int status = posbias_position_inversions(h->encoding, posbias_encoding_dim(h->encoding),
                                             h->query, h->key, 0, 4096, 4096, 4096, &n, h->error,
                                             sizeof h->error);
    if (status == POSBIAS_OK)
        printf("far distances of 8192 score higher than near ones in %lld of %lld pairs\n",
               (long long)n.least, (long long)n.total);
    return status;
}

int main(int argc, char **argv)
{
    const char *encoding = argc > 1 ? argv[1] : "rope:base=5e5,dim=128",
               *model = argc > 2 ? argv[2] : "aligned:rho=0.5";
    struct head h = {.encoding = NULL};
    int status = posbias_encoding_parse(encoding, &h.encoding, h.error, sizeof h.error);
    if (status == POSBIAS_OK)
        status = posbias_model_parse(model, &h.model, h.error, sizeof h.error);
    if (status == POSBIAS_OK) {
        size_t dim = posbias_encoding_dim(h.encoding);
        h.query = malloc(dim * sizeof *h.query);
        h.key = malloc(dim * sizeof *h.key);
        if (h.query && h.key)
            status = posbias_draw(h.encoding, h.model, 1, 0, dim, h.query, h.key, h.error,
                                  sizeof h.error);
        else
            status = POSBIAS_MEMORY;
    }
    if (status == POSBIAS_OK)
        status = print_curve(&h);
    if (status == POSBIAS_OK)
        status = print_inversions(&h);
    if (status != POSBIAS_OK)
        fprintf(stderr, "%s: %s\n", posbias_status_text(status), h.error);
    free(h.query);
    free(h.key);
    posbias_model_free(h.model);
    posbias_encoding_free(h.encoding);
    return status == POSBIAS_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
