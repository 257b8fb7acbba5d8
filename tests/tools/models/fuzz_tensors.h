/* What holds of the tensors of every format. */
#ifndef POSBIAS_TESTS_TOOLS_MODELS_FUZZ_TENSORS_H
#define POSBIAS_TESTS_TOOLS_MODELS_FUZZ_TENSORS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/readers/mapped.h"
#include "experiments/readers/tensors.h"
#include "tests/fuzz/fuzz.h"

/* Rows at once and by themselves are the same finite numbers, or refused; as whole numbers they are
 * taken only where they are no real ones. Nothing outside the input is read: the sanitizer says. */
static inline void fuzz_rows(const struct tensor *t)
{
    size_t rows = tensor_row_count(t), length = tensor_row_length(t), entries = rows * length;
    struct message error = {""};
    if (t->type == TENSOR_OTHER) {
        FUZZ_HOLDS(!tensor_rows(t, 0, 0, NULL, &error) && !tensor_whole(t, 0, 0, NULL, &error));
        fuzz_refused(&error);
        return;
    }
    double *out = malloc((entries + 1) * sizeof *out);
    uint64_t *whole = malloc((entries + 1) * sizeof *whole);
    FUZZ_HOLDS(out && whole);
    bool real = tensor_rows(t, 0, rows, out, &error);
    if (!real)
        fuzz_refused(&error);
    for (size_t i = 0; real && i < entries; i++)
        FUZZ_HOLDS(isfinite(out[i]));
    for (size_t i = 0; real && i < rows; i += 1 + rows / 4) {
        double *row = malloc(length * sizeof *row);
        FUZZ_HOLDS(row && tensor_rows(t, i, 1, row, &error));
        FUZZ_HOLDS(memcmp(row, out + i * length, length * sizeof *row) == 0);
        free(row);
    }
    if (!tensor_whole(t, 0, entries, whole, &error))
        fuzz_refused(&error);
    else
        FUZZ_HOLDS(!real);
    free(whole);
    free(out);
}

/* A file of whatever format: every tensor is found under its own name, in order, and can be read.
 * Returns: NULL, if it is refused. */
static inline struct tensors *fuzz_tensors(const struct mapped *file)
{
    struct tensors *all;
    struct message error = {""};
    if (!tensors_read(file, &all, &error)) {
        FUZZ_HOLDS(all == NULL);
        fuzz_refused(&error);
        return NULL;
    }
    for (size_t i = 0; i < tensors_count(all); i++) {
        const struct tensor *t = tensors_at(all, i), *found;
        FUZZ_HOLDS(tensors_need(all, t->name, &found, &error) && found == t);
        FUZZ_HOLDS(i == 0 || strcmp(tensors_at(all, i - 1)->name, t->name) < 0);
        FUZZ_HOLDS(t->rank <= TENSOR_RANK_MAX);
        fuzz_rows(t);
    }
    return all;
}

#endif
