/* Published configurations against tests/reference/configs/golden.tsv, which a script in mpmath
 * writes: every kind of layer, every frequency, every factor. And every string is its rule again.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/model_config.h"
#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/config_tables.h"

/* What is said of the file in hand, and the largest error of all. */
struct golden {
    char name[160];
    struct worst worst;
};

/* Factors come from long doubles and one rounding to double: 2^-53, and the golden's own. */
static void near(struct golden *g, const char *what, double got, double want)
{
    worst_take(&g->worst, fabs(got - want), 0x1p-52 * fabs(want), "%s %s: %.17g, not %.17g",
               g->name, what, got, want);
}

static void same_rule(const struct golden *g, const struct layer_kind *kind,
                      const struct frequency_rule *read)
{
    const struct frequency_rule *r = &kind->rule;
    bool same = r->base == read->base && r->dim == read->dim && r->rotary == read->rotary &&
                r->partial == read->partial && r->unit == read->unit && r->norm == read->norm &&
                (r->norm != NORM_SCALE || r->scale == read->scale) && r->scaling == read->scaling &&
                r->factor == read->factor && r->alpha == read->alpha && r->orig == read->orig &&
                r->length == read->length && r->beta_fast == read->beta_fast &&
                r->beta_slow == read->beta_slow && r->truncate == read->truncate &&
                r->attn == read->attn && r->mscale == read->mscale &&
                r->mscale_all == read->mscale_all && r->low == read->low && r->high == read->high;
    for (size_t n = 0; same && r->scaling == SCALING_LONGROPE && n < r->rotary / 2; n++)
        same = r->extension[n] == read->extension[n];
    ck_assert_msg(same, "%s: %s is another rule", g->name, kind->encoding);
}

static void check_rotation(struct golden *g, const struct layer_kind *kind,
                           const struct table_kind *want, const struct schedule *s)
{
    ck_assert_msg((kind->layout == LAYOUT_HALF) == (strcmp(want->layout, "half") == 0),
                  "%s: layout", g->name);
    if (kind->rule.scaling != SCALING_DYNAMIC && kind->rule.scaling != SCALING_NTK)
        ck_assert_msg(kind->rule.base == want->base, "%s: base", g->name);
    same_rule(g, kind, &s->rule);
    ck_assert_msg(s->rotating == want->number_count, "%s: %zu pairs", g->name, s->rotating);
    for (size_t n = 0; n < s->rotating; n++) /* both are the nearest doubles */
        ck_assert_msg(s->theta[n] == want->number[n], "%s, pair %zu: %.17g, not %.17g", g->name, n,
                      s->theta[n], want->number[n]);
}

static void check_kind(struct golden *g, const struct model_config *config,
                       const struct layer_kind *kind, const struct table_kind *want)
{
    const struct temperature *t = &kind->temperature;
    ck_assert_msg(strcmp(kind->name, want->name) == 0, "%s: %s, not %s", g->name, kind->name,
                  want->name);
    ck_assert_msg(kind->count == want->count, "%s: %zu layers", g->name, kind->count);
    ck_assert(kind->rotates == (strcmp(want->way, "rope") == 0));
    ck_assert((kind->slope != NULL) == (strcmp(want->way, "alibi") == 0));
    ck_assert_msg(kind->rule.dim == want->dim, "%s: dim %zu", g->name, kind->rule.dim);
    ck_assert_msg(kind->rule.rotary == want->rotated, "%s: rotary %zu", g->name, kind->rule.rotary);
    near(g, "attention", kind->attention_factor, want->attention);
    near(g, "softmax", kind->softmax_factor, want->softmax);
    ck_assert_msg(t->present == (want->beta > 0.0) && t->beta == want->beta &&
                      t->length == want->length && t->shift == want->shift,
                  "%s: temperature", g->name);
    struct encoding *read = tools_encoding(kind->encoding);
    if (kind->rotates)
        check_rotation(g, kind, want, encoding_schedule(read));
    double scale = kind->softmax_factor / sqrt((double)kind->rule.dim);
    /* a quotient and a root of doubles, and the two roundings of the factor and the scale */
    check_le(fabs(encoding_schedule(read)->norm - scale), 4.0 * 0x1p-52 * scale);
    encoding_free(read);
    if (kind->slope)
        ck_assert_uint_eq(config->heads, want->number_count);
    for (size_t i = 0; kind->slope && i < config->heads; i++)
        near(g, "slope", kind->slope[i], want->number[i]);
}

static void check_table(void *context, const struct config_table *table)
{
    struct golden *g = context;
    struct model_config *config;
    struct message error = {""};
    char path[256];
    snprintf(g->name, sizeof g->name, "%s at %.0f", table->file, table->context);
    snprintf(path, sizeof path, "tests/fixtures/configs/%s.json", table->file);
    ck_assert_msg(model_config_read(path, table->asked ? table->context : 0.0, &config, &error),
                  "%s", error.text);
    ck_assert_str_eq(*config->model_type ? config->model_type : "-", table->model_type);
    ck_assert(config->context == table->context);
    ck_assert_msg(config->kind_count == table->kind_count, "%s: %zu kinds, golden has %zu", g->name,
                  config->kind_count, table->kind_count);
    for (size_t i = 0; i < table->kind_count; i++)
        check_kind(g, config, &config->kinds[i], &table->kind[i]);
    model_config_free(config);
}

TEST(published_configurations_mean_what_the_script_says)
{
    static struct golden g;
    ck_assert_uint_ge(config_tables_each(&g, check_table), 94);
    worst_check(&g.worst);
}
