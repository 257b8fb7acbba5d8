#include "experiments/harness/claims/battery_print.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/paper.h"
#include "experiments/harness/output/csv_columns.h"
#include "theory/ground/text.h"

void judged_none(struct judged *j)
{
    j->result = (struct judgement){
        .verdict = VERDICT_NONE, .value = NAN, .limit = NAN, .clearance = NAN};
    message_set(&j->result.detail, "not judged: %s", claim_needs_file);
}

bool battery_as_expected(const struct judged *j)
{
    return j->standing != STANDING_USUAL || j->result.verdict == j->claim->expected;
}

/* "yes" or "no"; nothing without a verdict or an expected one. */
static const char *as_expected_word(const struct judged *j)
{
    return j->standing != STANDING_USUAL ? "" : battery_as_expected(j) ? "yes" : "no";
}

/* What stands behind a verdict in the table. */
static struct message remark(const struct judged *j)
{
    struct message out = {""};
    if (!battery_as_expected(j))
        message_set(&out, "   NOT AS EXPECTED");
    else if (j->standing == STANDING_OTHER_FILE)
        message_set(&out, "   (of %s: %s)", j->claim->question->file->name,
                    verdict_names[j->claim->expected]);
    return out;
}

static double number_of(const char *cell) { return *cell ? strtod(cell, NULL) : NAN; }

bool battery_read_csv(size_t count, struct judged *list, const char *path)
{
    struct message ignored;
    struct csv csv;
    const char *names[CLAIM_COLUMNS];
    size_t at[CLAIM_COLUMNS];
    for (size_t c = 0; c < CLAIM_COLUMNS; c++)
        names[c] = claim_columns[c].name;
    bool ok = csv_read(path, &csv, &ignored) &&
              csv_columns(&csv, path, CLAIM_COLUMNS, names, at, &ignored) && csv.row_count == count;
    for (size_t i = 0; ok && i < count; i++) {
        size_t verdict = text_find(csv_cell(&csv, i, at[CLAIM_VERDICT]), VERDICT_WORDS,
                                   verdict_names);
        ok = verdict < VERDICT_WORDS &&
             (verdict == VERDICT_NONE) == (list[i].standing == STANDING_LACKS_FILE) &&
             strcmp(csv_cell(&csv, i, at[CLAIM_ID]), list[i].claim->id) == 0;
        list[i].result = (struct judgement){
            .verdict = (enum verdict)verdict,
            .value = number_of(csv_cell(&csv, i, at[CLAIM_VALUE])),
            .limit = number_of(csv_cell(&csv, i, at[CLAIM_LIMIT])),
            .clearance = number_of(csv_cell(&csv, i, at[CLAIM_CLEARANCE]))};
        snprintf(list[i].result.detail.text, MESSAGE_SIZE, "%s",
                 csv_cell(&csv, i, at[CLAIM_DETAIL]));
        snprintf(list[i].result.shown_by.text, MESSAGE_SIZE, "%s",
                 csv_cell(&csv, i, at[CLAIM_SHOWN_BY]));
    }
    csv_free(&csv);
    return ok;
}

/* One cell of a judged claim: a number, or else a text. */
struct cell {
    bool is_number;
    double number;
    struct message text;
};

static struct cell cell_of(const struct judged *j, enum claim_column column)
{
    const struct claim *c = j->claim;
    const char *const texts[CLAIM_COLUMNS] = {
        [CLAIM_ID] = c->id,
        [CLAIM_VERDICT] = verdict_names[j->result.verdict],
        [CLAIM_EXPECTED] = j->standing == STANDING_OTHER_FILE ? "" : verdict_names[c->expected],
        [CLAIM_AS_EXPECTED] = as_expected_word(j),
        [CLAIM_KIND] = claim_kind_names[c->evidence->kind],
        [CLAIM_QUANTITY] = c->question->quantity,
        [CLAIM_RELATION] = c->question->relation,
        [CLAIM_VARIANT] = j->variant.text,
        [CLAIM_DETAIL] = j->result.detail.text,
        [CLAIM_SHOWN_BY] = j->result.shown_by.text,
        [CLAIM_COMMAND] = j->command.text,
        [CLAIM_FINDING] = *as_expected_word(j) == 'y' && c->finding ? c->finding : "",
    };
    struct cell cell = {.is_number = column >= CLAIM_VALUE && column <= CLAIM_CLEARANCE};
    if (cell.is_number)
        cell.number = column == CLAIM_VALUE   ? j->result.value
                      : column == CLAIM_LIMIT ? j->result.limit
                                              : j->result.clearance;
    else if (column == CLAIM_STATEMENT)
        cell.text = claim_statement(c);
    else if (column == CLAIM_DOMAIN)
        cell.text = claim_domain(c);
    else if (column == CLAIM_SOURCE)
        cell.text = claim_source(c);
    else if (column == CLAIM_ALLOWANCE)
        cell.text = claim_allowance(c);
    else if (column == CLAIM_PAPER)
        cell.text = paper_name(paper_of(c->id));
    else
        snprintf(cell.text.text, sizeof cell.text.text, "%s", texts[column]);
    return cell;
}

void battery_fill_table(size_t count, const struct judged *list, struct table *t)
{
    struct cell cells[CLAIM_COLUMNS]; /* texts stay until their row ends */
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; c < CLAIM_COLUMNS; c++) {
            cells[c] = cell_of(&list[i], (enum claim_column)c);
            if (cells[c].is_number)
                row_optional(t, c, isfinite(cells[c].number), cells[c].number);
            else
                row_text(t, c, cells[c].text.text);
        }
        row_end(t);
    }
}

static json_t *json_cell(const struct judged *j, enum claim_column column)
{
    struct cell cell = cell_of(j, column);
    if (column == CLAIM_AS_EXPECTED)
        return *cell.text.text ? json_boolean(battery_as_expected(j)) : json_null();
    if (!cell.is_number)
        return json_string(cell.text.text);
    return isfinite(cell.number) ? json_real(cell.number) : json_null();
}

bool battery_print_json(FILE *out, size_t count, const struct judged *list)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < count; i++) {
        json_t *row = json_object();
        ok = json_array_append_new(array, row) == 0;
        for (size_t c = 0; ok && c < CLAIM_COLUMNS; c++)
            ok = json_object_set_new(row, claim_columns[c].name,
                                     json_cell(&list[i], (enum claim_column)c)) == 0;
    }
    ok = ok && json_dumpf(array, out, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) == 0;
    putc('\n', out);
    json_decref(array);
    return ok;
}

bool battery_print_tap(FILE *out, size_t count, const struct judged *list)
{
    fprintf(out, "TAP version 13\n1..%zu\n", count);
    for (size_t i = 0; i < count; i++)
        if (list[i].standing == STANDING_LACKS_FILE)
            fprintf(out, "ok %zu - %s # SKIP %s\n", i + 1, list[i].claim->id,
                    list[i].result.detail.text);
        else
            fprintf(out, "%s %zu - %s %s (%s), clearance %.6g: %s\n",
                    battery_as_expected(&list[i]) ? "ok" : "not ok", i + 1, list[i].claim->id,
                    verdict_names[list[i].result.verdict],
                    claim_kind_names[list[i].claim->evidence->kind], list[i].result.clearance,
                    list[i].result.detail.text);
    return true;
}

static void print_number(FILE *out, double x, int width)
{
    if (isfinite(x))
        fprintf(out, "  %*.5g", width, x);
    else
        fprintf(out, "  %*s", width, "-");
}

void battery_print_heads(FILE *out)
{
    fprintf(out, "%-24s %-12s %-9s  %11s  %11s  %11s\n", "claim", "verdict", "kind", "value",
            "limit", "clearance");
}

void battery_print_one(FILE *out, const struct judged *j)
{
    fprintf(out, "%-24s %-12s %-9s", j->claim->id, verdict_names[j->result.verdict],
            claim_kind_names[j->claim->evidence->kind]);
    print_number(out, j->result.value, 11);
    print_number(out, j->result.limit, 11);
    print_number(out, j->result.clearance, 11);
    fprintf(out,
            "%s\n    %s\n    source: %s\n    domain: %s; value: %s\n    seen: %s\n    again: %s\n",
            remark(j).text, claim_statement(j->claim).text, claim_source(j->claim).text,
            claim_domain(j->claim).text, j->claim->question->quantity, j->result.detail.text,
            j->command.text);
}

/* Unexpected verdicts first: what is suspicious should not need scrolling. */
bool battery_print_table(FILE *out, size_t count, const struct judged *list)
{
    battery_print_heads(out);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++)
            if (battery_as_expected(&list[i]) == (pass == 1))
                battery_print_one(out, &list[i]);
    return true;
}
