#include <math.h>
#include <stdlib.h>

#include "experiments/aliasing/judge.h"

/* Were the share of lone distances A exp(-c M), its logarithm would fall four times as much from
 * 16384 to 65536 as from 4096 to 16384. */
enum status alias_judge_decay(int scale, struct judgement *out)
{
    static const struct alias_view view = {.qk = "gauss",
                                           .law = {.kind = QK_GAUSS, .sigma = 1.0},
                                           .format = DTYPE_BF16,
                                           .name = "distances without an alias",
                                           .statistic = alias_lone};
    static const size_t context[3] = {4096, 16384, 65536}, draws[SCALE_COUNT] = {64, 128, 1024};
    struct alias_mean lone[3];
    double *value = malloc(draws[scale] * sizeof *value);
    enum status status = value ? STATUS_OK : STATUS_MEMORY;
    for (size_t c = 0; status == STATUS_OK && c < 3; c++) {
        status = alias_values("rope:base=5e5,dim=128", &view, false, context[c], draws[scale],
                              value);
        if (status == STATUS_OK)
            status = alias_limits(&view, draws[scale], value, &lone[c]);
    }
    free(value);
    if (status != STATUS_OK)
        return status;
    double most = log(4.0 * lone[1].hi / lone[2].lo) / log(4.0 * lone[0].lo / lone[1].hi);
    judge_above(out, most, 4.0);
    message_set(
        &out->detail,
        "distances without an alias at 4096, 16384 and 65536: %.1f, %.1f and %.1f: their number "
        "hardly changes, so their share falls like 1/M; those are the scores near 0, where the "
        "format's numbers are dense; an exponential law would leave %.3g at 65536",
        lone[0].mean, lone[1].mean, lone[2].mean,
        65536.0 * lone[1].mean / 16384.0 * pow(4.0 * lone[0].mean / lone[1].mean, -4.0));
    message_set(
        &out->shown_by,
        "build/posbias aliasing --encoding=rope:base=5e5,dim=128 --context=4096,16384,65536 --dtype=bf16 --pairs=%zu",
        draws[scale]);
    return STATUS_OK;
}

/* Mean over shared draws of the logarithm of TAPA's alias pairs over RoPE's: heavy tails do not
 * decide it. */
enum status alias_judge_tapa(const struct alias_view *view, int scale, struct judgement *out)
{
    static const size_t context = 16384, draws[SCALE_COUNT] = {192, 512, 2048};
    struct alias_view tokens = *view;
    struct alias_mean ratio, keys[2];
    size_t n = draws[scale];
    double *rope = malloc(2 * n * sizeof *rope), *tapa = rope + n;
    tokens.statistic = alias_token_count;
    enum status status = rope ? alias_values("rope:base=5e5,dim=128", &tokens, true, context, n,
                                             rope)
                              : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = alias_values("tapa:dim=128,alpha=0.1,split=0.5", &tokens, true, context, n, tapa);
    if (status == STATUS_OK)
        status = alias_limits(view, n, rope, &keys[0]);
    if (status == STATUS_OK)
        status = alias_limits(view, n, tapa, &keys[1]);
    if (status == STATUS_OK)
        status = alias_values("rope:base=5e5,dim=128", view, true, context, n, rope);
    if (status == STATUS_OK)
        status = alias_values("tapa:dim=128,alpha=0.1,split=0.5", view, true, context, n, tapa);
    for (size_t d = 0; status == STATUS_OK && d < n; d++)
        /* one more of each: a curve may have none */
        tapa[d] = log((1.0 + tapa[d]) / (1.0 + rope[d]));
    if (status == STATUS_OK)
        status = alias_limits(view, n, tapa, &ratio);
    free(rope);
    if (status != STATUS_OK)
        return status;
    judge_above(out, ratio.lo, 0.0);
    if (out->verdict == VERDICT_REFUTED && ratio.hi >= 0.0)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(
        &out->detail,
        "context %zu, bf16, %zu draws: TAPA has %.2f times RoPE's alias pairs in the geometric "
        "mean (limits %.2f and %.2f); of token aliases, exact equality of two keys, TAPA has %.2f "
        "(%.2f to %.2f) and RoPE %.2f (%.2f to %.2f) positions",
        context, n, exp(ratio.mean), exp(ratio.lo), exp(ratio.hi), keys[1].mean, keys[1].lo,
        keys[1].hi, keys[0].mean, keys[0].lo, keys[0].hi);
    message_set(
        &out->shown_by,
        "build/posbias aliasing "
        "'--encoding=rope:base=5e5,dim=128;tapa:dim=128,alpha=0.1,split=0.5' --qk=%s --context=%zu "
        "--dtype=bf16 --pairs=%zu",
        view->qk, context, n);
    return STATUS_OK;
}
