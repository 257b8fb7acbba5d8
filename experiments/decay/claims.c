#include "experiments/decay/decay.h"
#include "theory/moments/tapa_decay.h"
#include "theory/moments/tapa_moments.h"

#include <math.h>

/* The parameter grid of these claims. */
static const size_t dims[] = {8, 64, 128};
static const double splits[] = {0.25, 0.5, 0.75}, alphas[] = {0.1, 0.5, 1.0};
static const struct qk_law laws[] = {
    {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0},  {.kind = QK_GAUSS, .mu = 1.0, .sigma = 1.0},
    {.kind = QK_GAUSS, .mu = 0.3, .sigma = 0.5},  {.kind = QK_GAUSS, .mu = 1.0, .sigma = 0.5},
    {.kind = QK_GAUSS, .mu = 0.05, .sigma = 0.2},
};
enum { DIMS = 3, SPLITS = 3, ALPHAS = 3, LAWS = 5 };

/* One case of the grid and a visitor's own state. */
struct grid_case {
    struct tapa_shape shape;
    const struct qk_law *law;
    size_t dim;
    double split;
};

static enum status each_case(void *context,
                             enum status (*each)(void *context, const struct grid_case *c))
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < DIMS * SPLITS * ALPHAS * LAWS; i++) {
        struct grid_case c = {.law = &laws[i % LAWS],
                              .dim = dims[i / LAWS % DIMS],
                              .split = splits[i / (LAWS * DIMS) % SPLITS]};
        c.shape.scale = 1.0;
        c.shape.alpha = alphas[i / (LAWS * DIMS * SPLITS)];
        c.shape.dim_amplitude = (size_t)(c.split * (double)c.dim);
        c.shape.dim_phase = c.dim - c.shape.dim_amplitude;
        status = each(context, &c);
    }
    return status;
}

/* The case as a command. */
static void show(struct judgement *out, const struct grid_case *c, const char *phase)
{
    message_set(
        &out->shown_by,
        "build/posbias decay --encoding=tapa:dim=%zu,alpha=%g,split=%g,phase=%s --qk=gauss:mu=%g,sigma=%g",
        c->dim, c->shape.alpha, c->split, phase, c->law->mu, c->law->sigma);
}

/* The extreme of a quantity over the grid. */
struct extreme {
    struct judgement *out;
    double worst, distance, mu, least_constant, most_constant;
    struct grid_case at;
    unsigned points;
};

static enum status constant_case(void *context, const struct grid_case *c)
{
    struct extreme *x = context;
    double constant;
    enum status status = tapa_decay_constant(&c->shape, c->law, &constant);
    x->least_constant = fmin(x->least_constant, constant);
    x->most_constant = fmax(x->most_constant, constant);
    for (double r = 1.0; status == STATUS_OK && r <= 0x1p50; r = floor(r * 1.3) + 1.0) {
        struct estimate mean;
        double log10_abs, excess;
        status = tapa_mean(&c->shape, c->law, r, &mean, &log10_abs);
        /* log10 of |E T| r^(alpha D_P) / C: roundings grow with the size of the logarithms */
        excess = log10_abs + c->shape.alpha * (double)c->shape.dim_phase * log10(r) - constant;
        x->points++;
        if (excess > x->worst)
            x->worst = excess, x->distance = r, x->at = *c;
    }
    return status;
}

static enum status judge_t32(int scale, struct judgement *out)
{
    (void)scale;
    struct extreme x = {.worst = -HUGE_VAL, .least_constant = HUGE_VAL, .most_constant = -HUGE_VAL};
    enum status status = each_case(&x, constant_case);
    judge_below(out, x.worst, 1e-10);
    if (!(x.worst > -1e-6)) /* a constant that is never approached would be no finding */
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "|E T| r^(alpha D_P) stays below the derived constant, up to rounding, at %u "
                "points, and comes within 1e%.0f of it in log10; the constant itself ranges from "
                "1e%.0f to 1e%.0f over the grid, so the exponent alone says little at lengths in "
                "use",
                x.points, floor(log10(fabs(x.worst) + 1e-16)) + 1.0, x.least_constant,
                x.most_constant);
    show(out, &x.at, "quadratic");
    return status;
}

static enum status variance_case(void *context, const struct grid_case *c)
{
    struct extreme *x = context;
    double square;
    struct estimate variance;
    /* at 2^50 tokens the smaller power has not yet reached the limit to 1e-12 */
    if (c->shape.alpha < 0.5)
        return STATUS_OK;
    struct qk_law centred = *c->law;
    const struct qk_law *both[] = {c->law, &centred};
    centred.mu = 0.0;
    for (size_t i = 0; i < 2; i++) {
        enum status status = qk_product_square(both[i], &square);
        if (status == STATUS_OK)
            status = tapa_variance(&c->shape, both[i], 0x1p50, &variance);
        if (status != STATUS_OK)
            return status;
        double ratio = (variance.val + variance.err) / (0.5 * square);
        x->points++;
        x->most_constant = fmax(x->most_constant, ratio);
        if (ratio < x->worst)
            x->worst = ratio, x->at = *c, x->mu = both[i]->mu;
    }
    return STATUS_OK;
}

static enum status judge_t33(int scale, struct judgement *out)
{
    (void)scale;
    struct extreme x = {.worst = HUGE_VAL};
    enum status status = each_case(&x, variance_case);
    judge_above(out, x.worst, 1.0 - 1e-12);
    message_set(&out->detail,
                "Var T/(sigma0^2/2) at r = 2^50 runs from %.12f (mu = %g) to %.4g over %u cases; "
                "at mu = 0 the theorem is an equality",
                x.worst, x.mu, x.most_constant, x.points);
    struct qk_law law = *x.at.law;
    law.mu = x.mu;
    x.at.law = &law;
    show(out, &x.at, "quadratic");
    return status;
}

static enum status judge_crossed(int scale, struct judgement *out)
{
    (void)scale;
    static const double correlations[] = {0.5, 0.9, 0.99};
    static const struct tapa_shape shape = {
        .dim_amplitude = 64, .dim_phase = 64, .alpha = 0.5, .scale = 1.0};
    double least = HUGE_VAL;
    for (size_t i = 0; i < 3; i++) {
        struct qk_law law = {.kind = QK_CROSSED, .c = correlations[i]};
        struct estimate variance;
        double square;
        enum status status = qk_product_square(&law, &square);
        if (status == STATUS_OK)
            status = tapa_variance(&shape, &law, 0x1p50, &variance);
        if (status != STATUS_OK)
            return status;
        least = fmin(least, (variance.val + variance.err) / (0.5 * square));
    }
    judge_above(out, least, 1.0 - 1e-12);
    message_set(
        &out->detail,
        "coordinates of a pair correlated c in q and -c in k meet Assumption 2.1 (mu0 = nu0 = 0, "
        "sigma0 = 1) with a Schwartz density, yet Var T tends to (1 - c^2)/2: %.4f of sigma0^2/2 "
        "at c = 0.99; the proof drops the cross terms between coordinates (Eq. 83)",
        least);
    message_set(&out->shown_by, "build/posbias bias --encoding=tapa:dim=128,alpha=0.5,split=0.5 "
                                "--qk=crossed:c=0.9 --distances=1,100,10000,1000000");
    return STATUS_OK;
}

static enum status phase_case(void *context, const struct grid_case *c)
{
    struct extreme *x = context;
    struct tapa_shape linear = c->shape;
    double power, steep, bound, ratio = c->law->mu * c->law->mu / (c->law->sigma * c->law->sigma);
    linear.linear = true;
    const double far = 0x1p50;
    enum status status = tapa_exponent_theory(&c->shape, c->law, far, &power);
    if (status == STATUS_OK)
        status = tapa_exponent_theory(&linear, c->law, far, &steep);
    if (status != STATUS_OK)
        return status;
    /* The quadratic envelope never falls faster than this power at any distance:
     * theory/README.md#tapa-exponent. */
    bound = power * (1.0 + 0.5 * ratio);
    x->points++;
    if (steep / bound < x->worst)
        x->worst = steep / bound, x->at = *c;
    /* the linear mean never leaves its envelope */
    for (double r = 1.0; r <= far; r = floor(r * 4.0)) {
        struct estimate mean;
        double log10_abs, envelope, s = pow(r, c->shape.alpha);
        status = tapa_mean(&linear, c->law, r, &mean, &log10_abs);
        if (status != STATUS_OK)
            return status;
        envelope = log10(sqrt((double)linear.dim_amplitude) * c->law->mu * c->law->mu) -
                   39.478417604357434 * s * s * c->law->sigma * c->law->sigma / log(10.0);
        x->most_constant = fmax(x->most_constant, log10_abs - envelope);
    }
    return STATUS_OK;
}

static enum status judge_phase(int scale, struct judgement *out)
{
    (void)scale;
    struct extreme x = {.worst = HUGE_VAL, .most_constant = -HUGE_VAL};
    enum status status = each_case(&x, phase_case);
    judge_above(out, x.worst, 1.0);
    if (!(x.most_constant < 1e-9))
        out->verdict = VERDICT_REFUTED;
    message_set(
        &out->detail,
        "at r = 2^50 the linear phase falls at least %.3g times as steeply as the quadratic one "
        "ever does, over %u cases; least at D = %zu, alpha = %g; its mean never leaves its "
        "Gaussian envelope",
        x.worst, x.points, x.at.dim, x.at.shape.alpha);
    show(out, &x.at, "linear");
    return status;
}

#define GRID "gauss, D = 8, 64, 128, split = 1/4, 1/2, 3/4, alpha = 0.1, 0.5, 1, five (mu, sigma)"

static const struct claim_old rows[] = {
    {.id = "TAPA-T3.2",
     .statement = "For a Schwartz density |E T(r)| < C r^(-alpha (1 - split) D).",
     .source =
         "TAPA Theorem 3.2, Eq. 14; the constant is derived in theory/README.md#tapa-exponent",
     .domain = GRID ", r from 1 to 2^50 in steps of 30 %",
     .quantity = "largest log10 of |E T| r^(alpha D_P)/C, C the derived constant",
     .relation = "value < limit",
     .allowance = "1e-10 for rounding: the logarithms stay under 1e4 and are good to 1e-15 of "
                  "that; the value must also come within 1e-6 of 0",
     .finding = "TAPA's expected score dies out with distance at least as fast as its theorem says",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_t32},
    {.id = "TAPA-T3.3",
     .statement =
         "liminf Var T >= sigma0^2/2, for independent and identically distributed coordinates.",
     .source = "TAPA Theorem 3.3, Eq. 15",
     .domain = "gauss, D = 8, 64, 128, split = 1/4, 1/2, 3/4, alpha = 0.5, 1, five (mu, sigma) and "
               "the same with mu = 0; r = 2^50 for the limit",
     .quantity = "least Var T over sigma0^2/2",
     .relation = "value > limit",
     .allowance =
         "1e-12, because the theorem is an equality at mu = 0 and the value is computed to 1e-14",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_t33},
    {.id = "TAPA-T3.3-CROSSED",
     .statement =
         "liminf Var T >= sigma0^2/2 under Assumption 2.1 alone, as the theorem is stated.",
     .source = "TAPA Theorem 3.3, Eq. 83; theory/README.md#tapa-correlated",
     .domain =
         "crossed:c=0.5, 0.9, 0.99, D = 128, split = 0.5, alpha = 0.5, r = 2^50 for the limit",
     .quantity = "least Var T over sigma0^2/2",
     .relation = "value > limit",
     .allowance = "1e-12, as for TAPA-T3.3",
     .finding = "The theorem that TAPA's variance keeps a floor is false as stated, though true "
                "for independent, identically distributed coordinates",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge_old = judge_crossed},
    {.id = "TAPA-PHASE",
     .statement =
         "The linear phase's mean dies like exp(-4 pi^2 r^(2 alpha) sigma^2), the quadratic one's like a power.",
     .source =
         "derived in theory/README.md#tapa-exponent; TAPA Section 4.5 compares perplexities only",
     .domain = GRID ", r = 2^50",
     .quantity =
         "least ratio of the linear envelope's local exponent to the steepest the quadratic envelope ever has",
     .relation = "value > limit",
     .allowance = "none on the ratio; the linear mean is held to its envelope to 1e-9 in log10",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_phase},
};

const struct claim_set decay_claims = CLAIM_SET_OLD(rows);
