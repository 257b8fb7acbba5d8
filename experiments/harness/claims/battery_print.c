#include "experiments/harness/claims/battery_print.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "theory/ground/text.h"

bool battery_as_expected(const struct judged *j) { return j->result.verdict == j->claim->expected; }

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
        size_t verdict = text_find(csv_cell(&csv, i, at[CLAIM_VERDICT]), VERDICTS, verdict_names);
        ok = verdict < VERDICTS && strcmp(csv_cell(&csv, i, at[CLAIM_ID]), list[i].claim->id) == 0;
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
        [CLAIM_EXPECTED] = verdict_names[c->expected],
        [CLAIM_AS_EXPECTED] = battery_as_expected(j) ? "yes" : "no",
        [CLAIM_KIND] = claim_kind_names[c->evidence->kind],
        [CLAIM_QUANTITY] = c->question->quantity,
        [CLAIM_RELATION] = c->question->relation,
        [CLAIM_DETAIL] = j->result.detail.text,
        [CLAIM_SHOWN_BY] = j->result.shown_by.text,
        [CLAIM_COMMAND] = j->command.text,
        [CLAIM_FINDING] = battery_as_expected(j) && c->finding ? c->finding : "",
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
        return json_boolean(battery_as_expected(j));
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

/* Unexpected verdicts first: what is suspicious should not need scrolling. */
bool battery_print_table(FILE *out, size_t count, const struct judged *list)
{
    fprintf(out, "%-24s %-12s %-9s  %11s  %11s  %11s\n", "claim", "verdict", "kind", "value",
            "limit", "clearance");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const struct judged *j = &list[i];
            if (battery_as_expected(j) != (pass == 1))
                continue;
            fprintf(out, "%-24s %-12s %-9s", j->claim->id, verdict_names[j->result.verdict],
                    claim_kind_names[j->claim->evidence->kind]);
            print_number(out, j->result.value, 11);
            print_number(out, j->result.limit, 11);
            print_number(out, j->result.clearance, 11);
            fprintf(out, "%s\n    %s\n    domain: %s; value: %s\n    seen: %s\n    again: %s\n",
                    battery_as_expected(j) ? "" : "   NOT AS EXPECTED",
                    claim_statement(j->claim).text, claim_domain(j->claim).text,
                    j->claim->question->quantity, j->result.detail.text, j->command.text);
        }
    return true;
}

/* A cell of a Markdown table: the bars of |x| would end it. */
static void print_cell(FILE *out, const char *text)
{
    putc(' ', out);
    for (; *text; text++)
        fprintf(out, *text == '|' || *text == '<' || *text == '*' || *text == '_' ? "\\%c" : "%c",
                *text);
    fputs(" |", out);
}

/* One table of what is proved, one of the rest: the two are never to be mistaken for each other. */
bool battery_print_markdown(FILE *out, size_t count, const struct judged *list)
{
    static const char *const titles[] = {
        "Checked or measured", "Proved: a rigorous enclosure covers every case of the domain"};
    for (int proved = 1; proved >= 0; proved--) {
        size_t rows = 0;
        for (size_t i = 0; i < count; i++)
            rows += (list[i].claim->evidence->kind == CLAIM_PROVED) == proved;
        if (rows > 0)
            fprintf(out,
                    "%s**%s** (%zu)\n\n| claim | statement | domain | verdict | kind |\n"
                    "|---|---|---|---|---|\n",
                    proved || rows == count ? "" : "\n", titles[proved], rows);
        for (size_t i = 0; i < count; i++) {
            if ((list[i].claim->evidence->kind == CLAIM_PROVED) != proved)
                continue;
            fprintf(out, "| %s |", list[i].claim->id);
            print_cell(out, claim_statement(list[i].claim).text);
            print_cell(out, claim_domain(list[i].claim).text);
            fprintf(out, " **%s** | %s |\n", verdict_names[list[i].result.verdict],
                    claim_kind_names[list[i].claim->evidence->kind]);
        }
    }
    return true;
}
