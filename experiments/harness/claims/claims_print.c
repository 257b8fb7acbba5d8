#include "experiments/harness/claims/claims_print.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_read.h"
#include "experiments/harness/output/table.h"
#include "theory/ground/text.h"

static const char *const kind_names[] = {"proved", "checked", "measured"};
static const char *const verdict_names[] = {"verified", "refuted", "vacuous", "inconclusive"};
enum { TOTAL_VERDICTS = 4 };

static const struct column columns[] = {
    {"id", ""},        {"verdict", ""},   {"expected", ""},  {"as_expected", ""}, {"kind", ""},
    {"value", ""},     {"limit", ""},     {"clearance", ""}, {"quantity", ""},    {"relation", ""},
    {"allowance", ""}, {"statement", ""}, {"domain", ""},    {"source", ""},      {"detail", ""},
    {"shown_by", ""},  {"command", ""},   {"finding", ""},
};

bool claims_as_expected(const struct judged *j) { return j->result.verdict == j->claim->expected; }

static double number_of(const char *cell) { return *cell ? strtod(cell, NULL) : NAN; }

bool claims_read_csv(size_t count, struct judged *list, const char *path)
{
    enum { ID, VERDICT, VALUE, LIMIT, CLEARANCE, DETAIL, SHOWN_BY, WANTED };
    static const char *const wanted[WANTED] = {"id",        "verdict", "value",   "limit",
                                               "clearance", "detail",  "shown_by"};
    struct message ignored;
    struct csv csv;
    size_t at[WANTED];
    bool ok = csv_read(path, &csv, &ignored) &&
              csv_columns(&csv, path, WANTED, wanted, at, &ignored) && csv.row_count == count;
    for (size_t i = 0; ok && i < count; i++) {
        size_t verdict = text_find(csv_cell(&csv, i, at[VERDICT]), TOTAL_VERDICTS, verdict_names);
        ok = verdict < TOTAL_VERDICTS && strcmp(csv_cell(&csv, i, at[ID]), list[i].claim->id) == 0;
        list[i].result = (struct judgement){
            .verdict = (enum verdict)verdict,
            .value = number_of(csv_cell(&csv, i, at[VALUE])),
            .limit = number_of(csv_cell(&csv, i, at[LIMIT])),
            .clearance = number_of(csv_cell(&csv, i, at[CLEARANCE]))};
        snprintf(list[i].result.detail.text, MESSAGE_SIZE, "%s", csv_cell(&csv, i, at[DETAIL]));
        snprintf(list[i].result.command.text, MESSAGE_SIZE, "%s", csv_cell(&csv, i, at[SHOWN_BY]));
    }
    csv_free(&csv);
    return ok;
}

bool claims_write_csv(size_t count, const struct judged *list, const char *header, const char *path,
                      struct message *error)
{
    struct table *t = table_open(path, TABLE_CSV, header, sizeof columns / sizeof *columns, columns,
                                 error);
    if (!t)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct judged *j = &list[i];
        const char *head[] = {j->claim->id, verdict_names[j->result.verdict],
                              verdict_names[j->claim->expected],
                              claims_as_expected(j) ? "yes" : "no", kind_names[j->claim->kind]};
        const double numbers[] = {j->result.value, j->result.limit, j->result.clearance};
        const char *rest[] = {j->claim->quantity,
                              j->claim->relation,
                              j->claim->allowance,
                              j->claim->statement,
                              j->claim->domain,
                              j->claim->source,
                              j->result.detail.text,
                              j->result.command.text,
                              j->again,
                              claims_as_expected(j) && j->claim->finding ? j->claim->finding : ""};
        size_t column = 0;
        for (size_t k = 0; k < 5; k++)
            row_text(t, column++, head[k]);
        for (size_t k = 0; k < 3; k++)
            row_optional(t, column++, isfinite(numbers[k]), numbers[k]);
        for (size_t k = 0; k < sizeof rest / sizeof *rest; k++)
            row_text(t, column++, rest[k]);
        row_end(t);
    }
    return table_close(t, error);
}

void claims_print_json(FILE *out, size_t count, const struct judged *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct judged *j = &list[i];
        json_t *row = json_pack(
            "{s:s,s:s,s:s,s:b,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "id", j->claim->id,
            "verdict", verdict_names[j->result.verdict], "expected",
            verdict_names[j->claim->expected], "as_expected", claims_as_expected(j), "kind",
            kind_names[j->claim->kind], "quantity", j->claim->quantity, "relation",
            j->claim->relation, "allowance", j->claim->allowance, "statement", j->claim->statement,
            "domain", j->claim->domain, "source", j->claim->source, "detail", j->result.detail.text,
            "shown_by", j->result.command.text, "command", j->again);
        const struct {
            const char *name;
            double x;
        } numbers[] = {{"value", j->result.value},
                       {"limit", j->result.limit},
                       {"clearance", j->result.clearance}};
        for (size_t k = 0; k < 3; k++)
            json_object_set_new(row, numbers[k].name,
                                isfinite(numbers[k].x) ? json_real(numbers[k].x) : json_null());
        json_array_append_new(array, row);
    }
    json_dumpf(array, out, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    putc('\n', out);
    json_decref(array);
}

void claims_print_tap(FILE *out, size_t count, const struct judged *list)
{
    fprintf(out, "TAP version 13\n1..%zu\n", count);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s %zu - %s %s (%s), clearance %.6g: %s\n",
                claims_as_expected(&list[i]) ? "ok" : "not ok", i + 1, list[i].claim->id,
                verdict_names[list[i].result.verdict], kind_names[list[i].claim->kind],
                list[i].result.clearance, list[i].result.detail.text);
}

static void print_number(FILE *out, double x, int width)
{
    if (isfinite(x))
        fprintf(out, "  %*.5g", width, x);
    else
        fprintf(out, "  %*s", width, "-");
}

/* Unexpected verdicts first: what is suspicious should not need scrolling. */
void claims_print_table(FILE *out, size_t count, const struct judged *list)
{
    fprintf(out, "%-24s %-12s %-9s  %11s  %11s  %11s\n", "claim", "verdict", "kind", "value",
            "limit", "clearance");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const struct judged *j = &list[i];
            if (claims_as_expected(j) != (pass == 1))
                continue;
            fprintf(out, "%-24s %-12s %-9s", j->claim->id, verdict_names[j->result.verdict],
                    kind_names[j->claim->kind]);
            print_number(out, j->result.value, 11);
            print_number(out, j->result.limit, 11);
            print_number(out, j->result.clearance, 11);
            fprintf(out, "%s\n    %s\n    domain: %s; value: %s\n    seen: %s\n    again: %s\n",
                    claims_as_expected(j) ? "" : "   NOT AS EXPECTED", j->claim->statement,
                    j->claim->domain, j->claim->quantity, j->result.detail.text, j->again);
        }
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
void claims_print_markdown(FILE *out, size_t count, const struct judged *list)
{
    static const char *const titles[] = {
        "Checked or measured", "Proved: a rigorous enclosure covers every case of the domain"};
    for (int proved = 1; proved >= 0; proved--) {
        size_t rows = 0;
        for (size_t i = 0; i < count; i++)
            rows += (list[i].claim->kind == CLAIM_PROVED) == proved;
        if (rows > 0)
            fprintf(
                out,
                "%s**%s** (%zu)\n\n| claim | statement | domain | verdict | kind |\n|---|---|---|---|---|\n",
                proved || rows == count ? "" : "\n", titles[proved], rows);
        for (size_t i = 0; i < count; i++) {
            if ((list[i].claim->kind == CLAIM_PROVED) != proved)
                continue;
            fprintf(out, "| %s |", list[i].claim->id);
            print_cell(out, list[i].claim->statement);
            print_cell(out, list[i].claim->domain);
            fprintf(out, " **%s** | %s |\n", verdict_names[list[i].result.verdict],
                    kind_names[list[i].claim->kind]);
        }
    }
}
