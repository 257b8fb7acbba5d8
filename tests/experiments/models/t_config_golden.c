/* Published configurations against tests/reference/configs/golden.tsv, which a script in mpmath
 * writes: every kind of layer, every frequency, every factor. And every string is its rule again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/model_config.h"
#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"
#include "theory/model/scaling.h"

enum { CELLS = 1100 };

/* The row in hand, and the configuration and kind it is about. */
struct golden {
    char *cell[CELLS];
    size_t cells;
    char name[160];
    struct model_config *config;
    size_t kinds; /* seen of it */
    struct worst worst;
    size_t files;
};

static double number(const struct golden *g, size_t i) { return strtod(g->cell[i], NULL); }

static void next_file(struct golden *g)
{
    struct message error = {""};
    char path[256];
    if (g->config)
        ck_assert_msg(g->kinds == g->config->kind_count, "%s: %zu kinds, golden has %zu", g->name,
                      g->config->kind_count, g->kinds);
    model_config_free(g->config);
    g->config = NULL;
    g->kinds = 0;
    if (g->cells == 0)
        return;
    snprintf(g->name, sizeof g->name, "%s at %s", g->cell[1], g->cell[3]);
    snprintf(path, sizeof path, "tests/fixtures/configs/%s.json", g->cell[1]);
    double asked = strcmp(g->cell[4], "asked") == 0 ? number(g, 3) : 0.0;
    ck_assert_msg(model_config_read(path, asked, &g->config, &error), "%s", error.text);
    ck_assert_str_eq(*g->config->model_type ? g->config->model_type : "-", g->cell[2]);
    ck_assert(g->config->context == number(g, 3));
    g->files++;
}

/* Factors come from long doubles and one rounding to double: 2^-53, and the golden's own. */
static void near(struct golden *g, const char *what, double got, size_t cell)
{
    double want = number(g, cell);
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

static void kind_row(struct golden *g)
{
    ck_assert_msg(g->kinds < g->config->kind_count, "%s: no kind %s", g->name, g->cell[1]);
    const struct layer_kind *kind = &g->config->kinds[g->kinds++];
    const struct temperature *t = &kind->temperature;
    ck_assert_msg(strcmp(kind->name, g->cell[1]) == 0, "%s: %s, not %s", g->name, kind->name,
                  g->cell[1]);
    ck_assert_msg((double)kind->count == number(g, 2), "%s: %zu layers", g->name, kind->count);
    ck_assert(kind->rotates == (strcmp(g->cell[3], "rope") == 0));
    ck_assert((kind->slope != NULL) == (strcmp(g->cell[3], "alibi") == 0));
    ck_assert_msg((double)kind->rule.dim == number(g, 5), "%s: dim %zu", g->name, kind->rule.dim);
    ck_assert_msg((double)kind->rule.rotary == number(g, 6), "%s: rotary %zu", g->name,
                  kind->rule.rotary);
    if (kind->rotates)
        ck_assert_msg((kind->layout == LAYOUT_HALF) == (strcmp(g->cell[7], "half") == 0),
                      "%s: layout", g->name);
    if (kind->rotates && kind->rule.scaling != SCALING_DYNAMIC && kind->rule.scaling != SCALING_NTK)
        ck_assert_msg(kind->rule.base == number(g, 4), "%s: base", g->name);
    near(g, "attention", kind->attention_factor, 8);
    near(g, "softmax", kind->softmax_factor, 9);
    ck_assert_msg(t->present == (number(g, 10) > 0.0) && t->beta == number(g, 10) &&
                      t->length == number(g, 11) && t->shift == number(g, 12),
                  "%s: temperature", g->name);
    struct encoding *read = tools_encoding(kind->encoding);
    if (kind->rotates)
        same_rule(g, kind, &encoding_schedule(read)->rule);
    double scale = kind->softmax_factor / sqrt((double)kind->rule.dim);
    /* a quotient and a root of doubles, and the two roundings of the factor and the scale */
    check_le(fabs(encoding_schedule(read)->norm - scale), 4.0 * 0x1p-52 * scale);
    encoding_free(read);
}

static void frequency_row(struct golden *g)
{
    const struct layer_kind *kind = &g->config->kinds[g->kinds - 1];
    struct encoding *read = tools_encoding(kind->encoding);
    const struct schedule *s = encoding_schedule(read);
    ck_assert_msg(s->rotating == g->cells - 1, "%s: %zu pairs", g->name, s->rotating);
    for (size_t n = 0; n < s->rotating; n++) /* both are the nearest doubles */
        ck_assert_msg(s->theta[n] == number(g, n + 1), "%s, pair %zu: %.17g, not %s", g->name, n,
                      s->theta[n], g->cell[n + 1]);
    encoding_free(read);
}

static void slope_row(struct golden *g)
{
    const struct layer_kind *kind = &g->config->kinds[g->kinds - 1];
    ck_assert(g->config->heads == g->cells - 1);
    for (size_t i = 0; i < g->config->heads; i++)
        near(g, "slope", kind->slope[i], i + 1);
}

TEST(published_configurations_mean_what_the_script_says)
{
    static const struct {
        const char *name;
        void (*row)(struct golden *g);
    } rows[] = {
        {"file", next_file}, {"kind", kind_row}, {"freq", frequency_row}, {"slope", slope_row}};
    static struct golden g;
    char *line = NULL;
    size_t size = 0;
    FILE *in = fopen("tests/reference/configs/golden.tsv", "r");
    ck_assert_ptr_nonnull(in);
    while (getline(&line, &size, in) > 0) {
        if (*line == '#')
            continue;
        g.cells = 0;
        for (char *at = strtok(line, "\t\n"); at && g.cells < CELLS; at = strtok(NULL, "\t\n"))
            g.cell[g.cells++] = at;
        for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
            if (strcmp(g.cell[0], rows[i].name) == 0)
                rows[i].row(&g);
    }
    g.cells = 0;
    next_file(&g);
    free(line);
    fclose(in);
    ck_assert_msg(g.files >= 80, "only %zu files", g.files);
    worst_check(&g.worst);
}
