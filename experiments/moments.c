#include "experiments/moments.h"

#include "experiments/harness/draws/qk.h"
#include "kernels/curves/bank.h"
#include "theory/moments/bank_moments.h"
#include "theory/moments/tapa_moments.h"

static bool is_split_tapa(const struct encoding *encoding)
{
    return encoding->type == &encoding_tapa && !encoding->tapa_matrices;
}

bool moments_exist(const struct encoding *encoding)
{
    return bank_is_plain(encoding) || is_split_tapa(encoding);
}

bool moments_allowed(const struct encoding *encoding, const struct qk_model *qk,
                     struct message *error)
{
    return (bank_is_plain(encoding) && qk->law.kind == QK_MOMENTS) ||
           qk_drawable(qk, encoding, error);
}

enum status moments_closed(const struct encoding *encoding, const struct qk_law *law, size_t count,
                           const double *distance, double *mean, double *variance, bool *has_mean,
                           bool *has_variance)
{
    if (bank_is_plain(encoding)) {
        enum status status = bank_mean(encoding->schedule, encoding->slope, law, count, distance,
                                       mean);
        *has_mean = true;
        if (status != STATUS_OK)
            return status;
        status = bank_variance(encoding->schedule, law, count, distance, variance);
        *has_variance = status == STATUS_OK;
        return status == STATUS_UNDEFINED ? STATUS_OK : status;
    }
    *has_mean = *has_variance = is_split_tapa(encoding);
    for (size_t i = 0; *has_mean && i < count; i++) {
        struct estimate first, second;
        double log10_abs;
        enum status status = tapa_mean(&encoding->tapa, law, distance[i], &first, &log10_abs);
        if (status == STATUS_OK)
            status = tapa_variance(&encoding->tapa, law, distance[i], &second);
        if (status != STATUS_OK)
            return status;
        mean[i] = first.val;
        variance[i] = second.val;
    }
    return STATUS_OK;
}
