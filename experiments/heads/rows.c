#include "experiments/heads/rows.h"

#include <ctype.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/heads/columns.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/holm.h"

void heads_whole(const char *text, size_t size, char *out)
{
    static const char item[] = "head=";
    const char *at = text;
    while ((at = strstr(at, item)) && (at == text || (at[-1] != ',' && at[-1] != ':')))
        at++;
    if (!at || !isdigit((unsigned char)at[sizeof item - 1])) {
        snprintf(out, size, "%s", text);
        return;
    }
    const char *end = at + sizeof item - 1;
    end += strspn(end, "0123456789");
    snprintf(out, size, "%.*shead=all%s", (int)(at - text), text, end);
}

/* Lengths that are spoken of where nobody says one. */
static const double CONTEXT = 4096.0;

size_t heads_of_whole(const struct option_value *qks, size_t from)
{
    char whole[SPEC_TEXT_MAX + 8], next[SPEC_TEXT_MAX + 8];
    size_t count = 1;
    heads_whole(qks->qks[from].text, sizeof whole, whole);
    if (strcmp(whole, qks->qks[from].text) == 0)
        return 1;
    for (; from + count < qks->count; count++) {
        heads_whole(qks->qks[from + count].text, sizeof next, next);
        if (strcmp(whole, next) != 0)
            break;
    }
    return count;
}

double heads_context(const struct run *run, const struct encoding *encoding,
                     const struct qk_model *qk)
{
    const struct option_value *given = run_value(run, "context");
    struct head_place place = head_place_of(&qk->law);
    if (given->present)
        return given->numbers[0];
    if (place.rows && place.rows->context > 0.0)
        return place.rows->context;
    return encoding->context > 0.0 ? encoding->context : CONTEXT;
}

/* The p-values of a quantity, corrected for the heads that have one. */
static enum status correct(size_t count, struct heads_row *row, size_t quantity)
{
    double *p = malloc((count + 1) * sizeof *p);
    size_t present = 0;
    if (!p)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (isfinite(row[i].value[quantity].p))
            p[present++] = row[i].value[quantity].p;
    enum status status = holm(present, p);
    for (size_t i = 0, at = 0; i < count; i++)
        if (isfinite(row[i].value[quantity].p))
            row[i].value[quantity].p = p[at++];
    free(p);
    return status;
}

static void put(struct table *t, size_t quantity, size_t part, double value)
{
    row_optional(t, HEADS_FIRST + PARTS * quantity + part, isfinite(value), value);
}

static void put_place(struct run *run, const struct encoding *encoding, const char *qk,
                      const struct heads_row *row)
{
    struct table *t = run->table;
    row_text(t, HEADS_ENCODING, encoding->text);
    row_text(t, HEADS_QK, qk);
    row_number(t, HEADS_CONTEXT_TOK, row->context);
    row_number(t, HEADS_TOKENS, row->tokens);
    row_number(t, HEADS_PAIRS, run_number(run, "pairs"));
}

static void head_row(struct run *run, const struct encoding *encoding, const struct qk_model *qk,
                     const struct heads_row *row)
{
    struct head_place place = head_place_of(&qk->law);
    put_place(run, encoding, qk->text, row);
    row_optional(run->table, HEADS_LAYER, place.has_layer, place.layer);
    row_optional(run->table, HEADS_HEAD, place.has_head, place.head);
    for (size_t q = 0; q < HEAD_QUANTITIES; q++) {
        const struct head_value *v = &row->value[q];
        put(run->table, q, PART_VALUE, v->value);
        put(run->table, q, PART_LO, v->lo);
        put(run->table, q, PART_HI, v->hi);
        put(run->table, q, PART_NULL, v->null);
        put(run->table, q, PART_NULL_NORMAL, v->null_normal);
        put(run->table, q, PART_DIFFERS, isfinite(v->p) ? v->p < HEADS_LEVEL : NAN);
    }
    row_end(run->table);
}

/* A number of a head for the summary: a head whose score is nowhere negative is so behind every
 * distance. */
static double part_of(const struct heads_row *row, size_t quantity, size_t part)
{
    const struct head_value *v = &row->value[quantity];
    double x = part == PART_NULL ? v->null : part == PART_NULL_NORMAL ? v->null_normal : v->value;
    return isfinite(x) ? x : quantity == HEAD_FIRST_NEGATIVE ? HUGE_VAL : NAN;
}

/* The mean over the heads that have a number, or their lower median. In: sorted [count]. */
static double middle(size_t count, const struct heads_row *row, size_t quantity, size_t part,
                     double *sorted)
{
    bool tokens = quantity == HEAD_FIRST_NEGATIVE || quantity == HEAD_ARGMAX;
    double sum = 0.0;
    size_t present = 0;
    for (size_t i = 0; i < count; i++) {
        double x = part_of(&row[i], quantity, part);
        if (!isnan(x)) {
            sum += x;
            sorted[present++] = x;
        }
    }
    gsl_sort(sorted, 1, present);
    if (present == 0)
        return NAN;
    return tokens ? sorted[(present - 1) / 2] : sum / (double)present;
}

static enum status summary_row(struct run *run, const struct encoding *encoding, size_t count,
                               const struct qk_model *qk, const struct heads_row *row)
{
    char whole[SPEC_TEXT_MAX + 8];
    struct head_place place = head_place_of(&qk->law);
    double *sorted = malloc(count * sizeof *sorted);
    if (!sorted)
        return STATUS_MEMORY;
    heads_whole(qk->text, sizeof whole, whole);
    put_place(run, encoding, whole, row);
    row_optional(run->table, HEADS_LAYER, place.has_layer, place.layer);
    for (size_t q = 0; q < HEAD_QUANTITIES; q++) {
        double least = HUGE_VAL, most = -HUGE_VAL, differ = NAN;
        for (size_t i = 0; i < count; i++) {
            double x = part_of(&row[i], q, PART_VALUE), p = row[i].value[q].p;
            least = fmin(least, x);
            most = fmax(most, x);
            if (isfinite(p))
                differ = (isfinite(differ) ? differ : 0.0) + (p < HEADS_LEVEL);
        }
        for (size_t part = 0; part < PARTS; part++)
            if (part == PART_VALUE || part == PART_NULL || part == PART_NULL_NORMAL)
                put(run->table, q, part, middle(count, row, q, part, sorted));
        put(run->table, q, PART_LO, least);
        put(run->table, q, PART_HI, most);
        put(run->table, q, PART_DIFFERS, differ);
    }
    row_end(run->table);
    free(sorted);
    return STATUS_OK;
}

enum status heads_rows(struct run *run, const struct encoding *encoding, size_t count,
                       const struct qk_model *qk, struct heads_row *row)
{
    enum status status = STATUS_OK;
    for (size_t q = 0; status == STATUS_OK && q < HEAD_QUANTITIES; q++)
        status = correct(count, row, q);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        head_row(run, encoding, &qk[i], &row[i]);
    return status == STATUS_OK && count > 1 ? summary_row(run, encoding, count, qk, row) : status;
}
