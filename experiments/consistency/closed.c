#include <math.h>
#include <stdlib.h>

#include "experiments/consistency/consistency.h"
#include "kernels/curves/bank.h"
#include "theory/order/tapa_token_order.h"
#include "theory/order/token_aligned.h"
#include "theory/order/token_order.h"

/* The longest context whose laws are averaged distance by distance. */
#define AVERAGED_MOST 1048576.0

enum status token_order_exact(const struct encoding *encoding, const struct qk_law *law,
                              enum second_key second, double distance, struct estimate *p)
{
    enum status status = STATUS_UNDEFINED;
    if (bank_is_plain(encoding))
        status = second == SECOND_ALIGNED
                     ? token_aligned_exact(encoding->schedule, law, distance, p)
                     : token_order_bank(encoding->schedule, law, distance, p);
    else if (encoding->type == &encoding_tapa && !encoding->tapa_matrices)
        status = tapa_token_order(&encoding->tapa, law, distance, p);
    /* A probability lies in [0, 1], so a value just outside is no further from it at the end; its
     * error bound still holds. */
    if (status == STATUS_OK)
        p->val = p->val < 0.0 ? 0.0 : p->val > 1.0 ? 1.0 : p->val;
    return status;
}

enum status token_order_law(const struct encoding *encoding, const struct qk_law *law,
                            enum second_key second, double distance, double *p)
{
    if (!bank_is_plain(encoding) || law->kind == QK_UNIT || law->kind == QK_MOMENTS)
        return STATUS_UNDEFINED;
    return second == SECOND_ALIGNED ? token_aligned_normal(encoding->schedule, law, distance, p)
                                    : token_order_arccos(encoding->schedule, distance, p);
}

enum status token_order_law_average(const struct encoding *encoding, const struct qk_law *law,
                                    enum second_key second, double context, double *p)
{
    if (context > AVERAGED_MOST)
        return STATUS_UNDEFINED;
    size_t count = (size_t)context;
    double *at = malloc(count * sizeof *at);
    enum status worst = at ? STATUS_OK : STATUS_MEMORY;
    if (worst == STATUS_OK) {
#pragma omp parallel for schedule(static)
        for (size_t r = 0; r < count; r++) {
            enum status status = token_order_law(encoding, law, second, (double)r, &at[r]);
            if (status != STATUS_OK) {
#pragma omp atomic write
                worst = status;
            }
        }
    }
    *p = 0.0;
    for (size_t r = 0; worst == STATUS_OK && r < count; r++)
        *p += at[r] / context;
    free(at);
    return worst;
}
