/* .npy files: what is taken is all of the file, each row reads as its entries one by one, and what
 * is no number of the kind that is asked for is refused. */
#include "experiments/readers/npy.h"
#include "experiments/readers/npy_header.h"
#include "tests/tools/models/fuzz_tensors.h"

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
    fuzz_rows(&t);
    double *out = malloc((header.entries + 1) * sizeof *out);
    FUZZ_HOLDS(out != NULL);
    if (header.rank == 2 && header.shape[0] < 64)
        FUZZ_HOLDS(npy_matrix(fuzz_file(data, size), header.shape[0], out, &error) ||
                   (fuzz_refused(&error), true));
    free(out);
    return 0;
}
