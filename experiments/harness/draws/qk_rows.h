/* Queries and keys that stand in files: what a query-key model draws its rows from. Draws read no
 * files, so what opens them is handed in. */
#ifndef POSBIAS_HARNESS_DRAWS_QK_ROWS_H
#define POSBIAS_HARNESS_DRAWS_QK_ROWS_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/qk_types.h"

enum { QK_QUERY, QK_KEY, QK_SIDES };

/* The rows of one head: a query and a key for each token, [dim] each. */
struct qk_rows {
    void *self;
    size_t dim, tokens[QK_SIDES];
    bool layered; /* they are of a layer of a model */
    size_t layer, head;
    double context;          /* longest length the files speak of, tokens; 0: they do not */
    double row_seconds;      /* that a row asked for by itself takes */
    double many_seconds;     /* that one more takes of many asked for at once */
    double held;             /* bytes of memory that they take while they are open */
    size_t span;             /* coordinates whose halves are taken to turn together; 0: none are */
    const char *encoding;    /* what the files say scores are made by; NULL: they do not */
    size_t file_count;       /* that were read */
    const char *const *file; /* their names */
    /* Rows first to first + count - 1 of a side, [count][dim], the same however they are asked for.
     * Returns: false with *error naming the file and the row at fault. */
    bool (*read)(const void *self, size_t side, size_t first, size_t count, double *out,
                 struct message *error);
    /* What tells these rows from those of other files of the same names. */
    bool (*identity)(const void *self, struct message *out, struct message *error);
    void (*release)(void *self);
};

/* Opens a head of what a string names; heads of the same files that are open at a time share them.
 * Out:     *heads, how many there are; *rows, to be released, unless it is NULL or head is none.
 * Returns: false with *error naming the key at fault, and nothing to release. */
struct qk_reader {
    bool (*npy)(const char *query, const char *key, bool halves, size_t rotary, size_t head,
                size_t *heads, struct qk_rows *rows, struct message *error);
    bool (*weights)(const char *file, size_t layer, const char *tokens, size_t head, size_t *heads,
                    struct qk_rows *rows, struct message *error);
};

/* Members of such rows: qk_types.h. A draw takes a query and, independently, its keys from the
 * tokens, each as likely as another, with replacement. */
bool qk_npy_open(const struct spec *spec, const struct qk_reader *reader, struct qk_law *law,
                 void **state, size_t *heads, struct message *error);
bool qk_weights_open(const struct spec *spec, const struct qk_reader *reader, struct qk_law *law,
                     void **state, size_t *heads, struct message *error);
enum status qk_rows_draw(const struct qk_law *law, const void *state,
                         const struct random_stream *stream, uint64_t draw, size_t dim,
                         size_t which, double *work, double *query, double *key);
const char *qk_rows_one_key(const struct qk_law *law);
const char *qk_rows_misfit(const void *state, const struct encoding *encoding);
void qk_rows_release(void *state);

/* The rows of a law that has some, else NULL. */
const struct qk_rows *qk_rows_of(const struct qk_law *law);

/* Reads rows of such a law, and notes why where that fails.
 * Returns: STATUS_MEMORY; STATUS_DOMAIN, and qk_rows_fault tells. */
enum status qk_rows_read(const struct qk_law *law, size_t side, size_t first, size_t count,
                         double *out);

/* Why rows could not be read since the law was parsed: the first of them by draw.
 * Returns: false if all were. */
bool qk_rows_fault(const struct qk_law *law, struct message *error);

/* Where such a law's measured moments go, else NULL. */
struct qk_measured *qk_rows_measured(const struct qk_law *law);

/* Takes a law's measured moments over all its rows, unless they are there: means, and covariances
 * where they are asked for. Other laws have none to be taken.
 * Returns: STATUS_MEMORY; STATUS_DOMAIN if rows cannot be read, which qk_rows_fault tells.
 * Cost:    qk_measure_cost. */
enum status qk_measure(const struct qk_law *law, bool covariance);
void qk_measure_cost(struct cost *cost, const struct qk_law *law, bool covariance);

/* Seconds that so many rows take, many at once or each by itself; 0 of a law that has none. */
double qk_rows_seconds(const struct qk_law *law, double rows, bool many);

#endif
