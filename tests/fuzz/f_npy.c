/* .npy files: what is taken is all of the file, each row reads as its entries one by one, and what
 * is no number of the kind that is asked for is refused. */
#include <math.h>
#include <stdlib.h>

#include "experiments/readers/npy.h"
#include "experiments/readers/npy_header.h"
#include "tests/fuzz/fuzz.h"

static void rows_hold(const struct tensor *t)
{
    size_t rows = tensor_row_count(t), length = tensor_row_length(t), entries = rows * length;
    struct message error = {""};
    double *out = malloc((entries + 1) * sizeof *out);
    uint64_t *whole = malloc((entries + 1) * sizeof *whole);
    FUZZ_HOLDS(out && whole);
    bool real = tensor_rows(t, 0, rows, out, &error);
    if (!real)
        fuzz_refused(&error);
    for (size_t i = 0; real && i < entries; i++)
        FUZZ_HOLDS(isfinite(out[i]));
    for (size_t i = 0; real && length && i < rows; i += 1 + rows / 4) {
        double *row = malloc(length * sizeof *row);
        FUZZ_HOLDS(row && tensor_rows(t, i, 1, row, &error));
        for (size_t k = 0; k < length; k++)
            FUZZ_HOLDS(row[k] == out[i * length + k]);
        free(row);
    }
    if (!tensor_whole(t, 0, entries, whole, &error))
        fuzz_refused(&error);
    else
        FUZZ_HOLDS(!real || entries == 0);
    free(whole);
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct npy_header header;
    struct tensor t;
    struct message error = {""};
    bool taken = npy_header_read(size, data, "a.npy", &header, &error);
    if (!taken)
        fuzz_refused(&error);
    else
        FUZZ_HOLDS(header.offset <= size && header.rank <= NPY_RANK_MAX &&
                   header.entries <= SIZE_MAX / header.size);
    if (!npy_from(size, data, "a.npy", &t, &error)) {
        fuzz_refused(&error);
        return 0;
    }
    FUZZ_HOLDS(taken && header.offset + header.entries * header.size == size);
    FUZZ_HOLDS(tensor_entries(&t) == header.entries);
    rows_hold(&t);
    double *out = malloc((header.entries + 1) * sizeof *out);
    FUZZ_HOLDS(out != NULL);
    if (header.rank == 2 && header.shape[0] < 64)
        FUZZ_HOLDS(npy_matrix(fuzz_file(data, size), header.shape[0], out, &error) ||
                   (fuzz_refused(&error), true));
    free(out);
    return 0;
}
