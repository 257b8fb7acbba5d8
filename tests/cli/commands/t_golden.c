/* `audit --json` of every published configuration against tests/reference/configs/golden.tsv, which
 * a script in mpmath writes from the file alone. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/cli_tools.h"
#include "tests/tools/config_tables.h"

SUITE_SECONDS(CLI_PATIENCE);

/* The table and the kind in hand. */
struct compared {
    const struct config_table *table;
    const struct table_kind *kind;
    struct worst factors;
};

static json_t *member(const struct compared *c, const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    ck_assert_msg(value != NULL, "%s: no %s", c->table->file, key);
    return value;
}

static const char *text(const struct compared *c, const json_t *object, const char *key)
{
    const json_t *value = member(c, object, key);
    ck_assert_msg(json_is_string(value), "%s: %s is no string", c->table->file, key);
    return json_string_value(value);
}

static double number(const struct compared *c, const json_t *object, const char *key)
{
    const json_t *value = member(c, object, key);
    ck_assert_msg(json_is_number(value), "%s: %s is no number", c->table->file, key);
    return json_number_value(value);
}

static void same(const struct compared *c, const char *what, double got, double want)
{
    ck_assert_msg(got == want, "%s, %s: %s is %.17g, not %.17g", c->table->file, c->kind->name,
                  what, got, want);
}

/* The nearest double on one side, few long double operations and one rounding on the other: two
 * roundings to double. */
static void near(struct compared *c, const char *what, double got, double want)
{
    worst_take(&c->factors, fabs(got - want), 0x1p-52 * fabs(want), "%s, %s: %s", c->table->file,
               c->kind->name, what);
}

/* A formula holds a number if one of those in it is the same double. */
static bool holds(const char *formula, double want)
{
    for (const char *at = formula; *at;) {
        char *end;
        double found = strtod(at, &end);
        if (end > at && found == want)
            return true;
        at = end > at ? end : at + 1;
    }
    return false;
}

static void check_temperature(const struct compared *c, const json_t *layer)
{
    const struct table_kind *k = c->kind;
    const json_t *value = member(c, layer, "temperature");
    ck_assert_msg(json_is_null(value) == (k->beta == 0.0), "%s, %s: temperature", c->table->file,
                  k->name);
    if (k->beta == 0.0)
        return;
    const char *formula = text(c, layer, "temperature");
    ck_assert_msg(holds(formula, k->beta) && holds(formula, k->length) &&
                      (strstr(formula, " + 1)/") != NULL) == (k->shift == 1.0),
                  "%s, %s: %s", c->table->file, k->name, formula);
}

/* YaRN's ends; llama3 has a band of its own under the same name. */
static void check_ramp(struct compared *c, const json_t *layer)
{
    const json_t *ramp = member(c, layer, "ramp");
    bool yarn = !isnan(c->kind->low), other = strstr(text(c, layer, "encoding"), "scaling=llama3");
    ck_assert_msg(json_is_object(ramp) == (yarn || other), "%s, %s: ramp", c->table->file,
                  c->kind->name);
    if (!yarn)
        return;
    near(c, "ramp's low end", number(c, ramp, "low_used"), c->kind->low);
    near(c, "ramp's high end", number(c, ramp, "high_used"), c->kind->high);
}

/* Frequencies are correctly rounded on both sides: equal. */
static void check_frequencies(const struct compared *c, const json_t *layer, size_t count)
{
    const json_t *list = member(c, layer, "inv_freq");
    ck_assert_msg(json_array_size(list) == count, "%s, %s: %zu pairs, not %zu", c->table->file,
                  c->kind->name, json_array_size(list), count);
    for (size_t i = 0; i < count; i++)
        same(c, "inv_freq", json_number_value(json_array_get(list, i)), c->kind->number[i]);
}

static void check_slopes(struct compared *c, const json_t *layer, size_t count)
{
    const json_t *list = member(c, layer, "slopes");
    ck_assert(json_is_array(list) == (count > 0));
    ck_assert_uint_eq(json_array_size(list), count);
    for (size_t i = 0; i < count; i++)
        near(c, "slope", json_number_value(json_array_get(list, i)), c->kind->number[i]);
}

static void check_kind(struct compared *c, const json_t *layer)
{
    const struct table_kind *k = c->kind;
    bool rotates = strcmp(k->way, "rope") == 0, alibi = strcmp(k->way, "alibi") == 0;
    const char *encoding = text(c, layer, "encoding");
    ck_assert_msg(strcmp(text(c, layer, "name"), k->name) == 0, "%s: %s, not %s", c->table->file,
                  text(c, layer, "name"), k->name);
    same(c, "count", number(c, layer, "count"), (double)k->count);
    same(c, "dim", number(c, layer, "dim"), (double)k->dim);
    same(c, "rotary", number(c, layer, "rotary"), (double)k->rotated);
    ck_assert_msg(strncmp(encoding, k->way, strlen(k->way)) == 0, "%s, %s: %s", c->table->file,
                  k->name, encoding);
    if (rotates)
        ck_assert_msg(strcmp(text(c, layer, "layout"), k->layout) == 0, "%s, %s: %s",
                      c->table->file, k->name, text(c, layer, "layout"));
    /* the table has the base that ntk and dynamic make of the file's */
    if (rotates && !strstr(encoding, "scaling=ntk") && !strstr(encoding, "scaling=dynamic"))
        same(c, "base", number(c, layer, "base"), k->base);
    near(c, "attention_factor", number(c, layer, "attention_factor"), k->attention);
    near(c, "softmax_factor", number(c, layer, "softmax_factor"), k->softmax);
    check_temperature(c, layer);
    check_ramp(c, layer);
    check_frequencies(c, layer, rotates ? k->number_count : 0);
    check_slopes(c, layer, alibi ? k->number_count : 0);
}

/* The status says whether one of the warnings is a contradiction. */
static void check_status(const struct compared *c, const json_t *root, int status)
{
    const json_t *warnings = member(c, root, "warnings");
    bool contradicts = false;
    for (size_t i = 0; i < json_array_size(warnings); i++)
        contradicts = contradicts ||
                      strcmp(text(c, json_array_get(warnings, i), "kind"), "contradiction") == 0;
    ck_assert_msg(status == contradicts, "%s: status %d", c->table->file, status);
}

static void compare(void *context, const struct config_table *table)
{
    struct compared *c = context;
    char path[160], length[40];
    json_error_t fault;
    c->table = table;
    c->kind = table->kind;
    snprintf(path, sizeof path, "tests/fixtures/configs/%s.json", table->file);
    snprintf(length, sizeof length, "--context=%.0f", table->context);
    struct cli_result r = table->asked ? CLI(NULL, "audit", path, "--json", length)
                                       : CLI(NULL, "audit", path, "--json");
    ck_assert_msg((r.status == 0 || r.status == 1) && r.err[0] == '\0', "%s: status %d, %s", path,
                  r.status, r.err);
    json_t *root = json_loadb(r.out, r.out_size, JSON_REJECT_DUPLICATES, &fault);
    ck_assert_msg(root != NULL, "%s: %s", path, fault.text);
    ck_assert_str_eq(text(c, root, "file"), path);
    if (strcmp(table->model_type, "-") != 0)
        ck_assert_str_eq(text(c, root, "model_type"), table->model_type);
    if (table->context > 0.0)
        same(c, "context_tok", number(c, root, "context_tok"), table->context);
    const json_t *layers = member(c, root, "layers");
    ck_assert_msg(json_array_size(layers) == table->kind_count, "%s: %zu kinds, not %zu",
                  table->file, json_array_size(layers), table->kind_count);
    for (size_t i = 0; i < table->kind_count; i++) {
        c->kind = &table->kind[i];
        check_kind(c, json_array_get(layers, i));
    }
    check_status(c, root, r.status);
    json_decref(root);
    cli_free(&r);
}

TEST(audits_are_what_the_files_mean)
{
    struct compared c = {.table = NULL};
    ck_assert_uint_ge(config_tables_each(&c, compare), 93);
    worst_check(&c.factors);
}
