/* What tells rows from those of other files of the same names. */
#include <inttypes.h>
#include <stdlib.h>

#include "experiments/harness/output/checksum.h"
#include "experiments/models/vectors/head.h"
#include "experiments/models/vectors/side_numbers.h"
#include "kernels/curves/product.h"

/* Numbers up to which inputs are told apart by themselves, and those looked at at once. */
enum { CHECKED_MOST = 1 << 21, PIECE = 64 };

static uint64_t add(uint64_t sum, size_t count, const double *numbers)
{
    return numbers ? checksum_add(sum, numbers, count * sizeof *numbers) : sum;
}

/* The numbers that a head holds. */
static uint64_t held(const struct vectors_head *head)
{
    const struct vectors *v = head->vectors;
    const struct vectors_store *s = v->store;
    uint64_t sum = add(CHECKSUM_START, v->width[0], s->norm_weight);
    sum = add(sum, v->width[0], s->norm_bias);
    for (size_t i = 0; s->tensors && i < VECTORS_SIDES; i++) {
        const struct head_side *side = &head->side[i];
        sum = add(sum, product_table_size(v->width[i], side->columns), side->numbers->table);
        sum = add(sum, side->columns, side->numbers->bias);
        sum = add(sum, side->columns, side->numbers->norm);
    }
    return s->ids ? checksum_add(sum, s->ids, v->tokens[0] * sizeof *s->ids) : sum;
}

/* The inputs of the tokens, a model's; the rows of the head, a file's. */
static bool add_inputs(const struct vectors_head *head, size_t sides, uint64_t *sum,
                       struct message *error)
{
    const struct vectors *v = head->vectors;
    bool made = v->store->tensors;
    size_t width = made ? v->width[0] : v->dim;
    double *piece = malloc(PIECE * width * sizeof *piece);
    bool ok = piece || message_memory(error);
    for (size_t side = 0; side < sides; side++)
        for (size_t t = 0; t < v->tokens[side] && ok; t += PIECE) {
            size_t left = v->tokens[side] - t, count = left < PIECE ? left : PIECE;
            ok = made ? vectors_inputs(v, side, t, count, piece, error)
                      : vectors_rows(head, side, t, count, piece, error);
            if (ok)
                *sum = add(*sum, count * width, piece);
        }
    free(piece);
    return ok;
}

bool vectors_identity(const struct vectors_head *head, struct message *out, struct message *error)
{
    const struct vectors *v = head->vectors;
    const struct vectors_store *s = v->store;
    bool made = s->tensors;
    double numbers = made ? (double)v->tokens[0] * (double)v->width[0]
                          : (double)(v->tokens[0] + v->tokens[1]) * (double)v->dim;
    uint64_t sum = held(head);
    bool checked = numbers <= CHECKED_MOST;
    if (checked && !add_inputs(head, made ? 1 : VECTORS_SIDES, &sum, error))
        return false;
    message_set(out, "checksum %016llx", (unsigned long long)sum);
    for (size_t i = 0; i < v->file_count && !checked; i++)
        message_add(out, "%s %llu bytes changed %lld.%d", i ? "," : " of what is held; files of",
                    s->stamp[i].size, s->stamp[i].seconds, (int)s->stamp[i].nanoseconds);
    return true;
}
