#include "experiments/harness/claims/claim_tools.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/harness/driver/driver.h"

struct encoding *claim_encoding(const char *format, ...)
{
    char text[SPEC_TEXT_MAX];
    struct encoding *encoding;
    struct message error;
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    return encoding_parse(text, NULL, &encoding, &error) ? encoding : NULL;
}

struct encoding *claim_encoding_at(const struct grid_point *point)
{
    return claim_encoding("%s", grid_encoding(point).text);
}

enum status claim_law(const char *text, struct qk_law *law)
{
    struct qk_model model;
    struct message error;
    if (!qk_parse(text, &model, &error))
        return STATUS_DOMAIN;
    *law = model.law;
    bool whole = !law->source; /* a source goes with its model */
    qk_free(&model);
    return whole ? STATUS_OK : STATUS_DOMAIN;
}

enum status claim_law_at(const struct grid_point *point, struct qk_law *law)
{
    return claim_law(grid_word(point, "qk"), law);
}

struct random_stream claim_stream(void) { return random_draws(1); }

struct memo {
    struct memo *next;
    char *key;
    double value[];
};

struct memo_fill {
    enum status (*fill)(void *context, double *value);
    void *context;
};

static enum status fill_memo(void *context, void *value)
{
    const struct memo_fill *fill = context;
    return fill->fill(fill->context, value);
}

enum status claim_memo(const char *key, size_t count,
                       enum status (*fill)(void *context, double *value), void *context,
                       const double **value)
{
    static struct memo *memos;
    enum status status = STATUS_OK;
#pragma omp critical(claim_memo)
    {
        struct memo *memo = memos;
        while (memo && strcmp(memo->key, key) != 0)
            memo = memo->next;
        if (!memo) {
            memo = malloc(sizeof *memo + count * sizeof *memo->value);
            char *copy = strdup(key);
            struct memo_fill filling = {fill, context};
            status = memo && copy ? driver_keep(key, count * sizeof *memo->value, memo->value,
                                                fill_memo, &filling)
                                  : STATUS_MEMORY;
            if (status == STATUS_OK) {
                memo->key = copy;
                memo->next = memos;
                memos = memo;
            } else {
                free(memo);
                free(copy);
            }
        }
        *value = status == STATUS_OK ? memo->value : NULL;
    }
    return status;
}
