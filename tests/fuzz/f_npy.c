/* .npy files: what is taken is finite, and nothing is read past its end. */
#include <math.h>
#include <stdio.h>

#include "experiments/readers/npy.h"
#include "experiments/readers/npy_header.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { DIM = 2 };
    double out[DIM * DIM];
    struct npy_header header;
    struct message error = {""};
    if (size == 0)
        return 0;
    FILE *in = fmemopen((void *)(uintptr_t)data, size, "rb");
    FUZZ_HOLDS(in != NULL);
    bool taken = npy_header_read(in, "a.npy", &header, &error);
    if (!taken)
        fuzz_refused(&error);
    else
        FUZZ_HOLDS(header.offset <= size && header.rank <= NPY_RANK_MAX &&
                   header.entries <= SIZE_MAX / header.size);
    rewind(in);
    if (!npy_matrix_from(in, "a.npy", DIM, out, &error)) {
        fuzz_refused(&error);
    } else {
        FUZZ_HOLDS(taken && header.entries == DIM * DIM);
        FUZZ_HOLDS(header.offset + header.entries * header.size == size);
        for (size_t i = 0; i < DIM * DIM; i++)
            FUZZ_HOLDS(isfinite(out[i]));
    }
    fclose(in);
    return 0;
}
