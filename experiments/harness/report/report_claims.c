#include "experiments/harness/report/report_claims.h"

#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/harness/report/page.h"

static const char *cell_of(const struct claim_rows *c, size_t row, size_t column)
{
    return csv_cell(&c->csv, row, c->at[column]);
}

static size_t verdict_of(const struct claim_rows *c, size_t row)
{
    size_t v = 0;
    while (v < VERDICT_WORDS && strcmp(cell_of(c, row, CLAIM_VERDICT), verdict_names[v]) != 0)
        v++;
    return v;
}

static bool as_expected(const struct claim_rows *c, size_t row)
{
    return strcmp(cell_of(c, row, CLAIM_AS_EXPECTED), "no") != 0;
}

static bool is_proved(const struct claim_rows *c, size_t row)
{
    return strcmp(cell_of(c, row, CLAIM_KIND), claim_kind_names[CLAIM_PROVED]) == 0;
}

bool report_claims_read(const char *path, struct claim_rows *c, struct message *error)
{
    const char *names[CLAIM_COLUMNS];
    for (size_t i = 0; i < CLAIM_COLUMNS; i++)
        names[i] = claim_columns[i].name;
    if (!csv_read(path, &c->csv, error) ||
        !csv_columns(&c->csv, path, CLAIM_COLUMNS, names, c->at, error))
        return false;
    for (size_t row = 0; row < c->csv.row_count; row++)
        if (verdict_of(c, row) == VERDICT_WORDS)
            return message_set(error, "%s: claim %s: unknown verdict \"%s\"", path,
                               cell_of(c, row, CLAIM_ID), cell_of(c, row, CLAIM_VERDICT));
    return true;
}

void report_answer(FILE *out, const char *question, const struct claim_rows *c)
{
    size_t tally[VERDICT_WORDS] = {0}, unexpected = 0, controls = 0, proved = 0;
    for (size_t row = 0; row < c->csv.row_count; row++) {
        size_t verdict = verdict_of(c, row);
        proved += verdict != VERDICT_NONE && is_proved(c, row);
        tally[verdict]++;
        unexpected += !as_expected(c, row);
        controls += strncmp(cell_of(c, row, CLAIM_ID), "CONTROL", strlen("CONTROL")) == 0;
    }
    page_put(out,
             "<section id=\"answer\">\n"
             "<h2>The question and the answer</h2>\n"
             "<p class=\"question\">%s</p>\n"
             "<p class=\"answer\">Claims judged: %s.\n"
             "Of these, ",
             question, page_count(c->csv.row_count - tally[VERDICT_NONE]).text);
    for (size_t v = 0; v < VERDICTS; v++)
        page_put(out, "%s%s %s %s",
                 v == 0             ? ""
                 : v + 1 < VERDICTS ? ", "
                                    : " and ",
                 page_count(tally[v]).text, tally[v] == 1 ? "is" : "are", verdict_names[v]);
    if (controls)
        page_put(out, " (controls, false on purpose: %s)", page_count(controls).text);
    if (proved)
        page_put(out, ", <b>%s by proof</b>", page_count(proved).text);
    if (unexpected)
        page_put(out, "; <b class=\"wrong\">not as expected: %s</b>.\n",
                 page_count(unexpected).text);
    else
        page_put(out, "; every verdict is the one expected.\n");
    if (tally[VERDICT_NONE])
        page_put(out,
                 "Claims not judged: %s (%s; <code class=\"run\">%s claims "
                 "--weights=FILE</code>).\n",
                 page_count(tally[VERDICT_NONE]).text, claim_needs_file, program_name());
    page_put(out, "</p>\n<ul class=\"answer\">\n");
    for (size_t row = 0; row < c->csv.row_count; row++)
        if (*cell_of(c, row, CLAIM_FINDING))
            page_put(out,
                     is_proved(c, row)
                         ? "<li>%s (<a href=\"#claim-%s\">%s</a>, %s, <b>proved</b>).</li>\n"
                         : "<li>%s (<a href=\"#claim-%s\">%s</a>, %s).</li>\n",
                     cell_of(c, row, CLAIM_FINDING), page_count(row + 1).text,
                     cell_of(c, row, CLAIM_ID), cell_of(c, row, CLAIM_VERDICT));
    page_put(out, "</ul>\n</section>\n");
}

static void put_fact(FILE *out, const char *label, const char *text)
{
    if (*text)
        page_put(out, "<dt>%s</dt><dd>%s</dd>\n", label, text);
}

static void put_command(FILE *out, const char *label, const char *text)
{
    if (*text)
        page_put(out, "<dt>%s</dt><dd><code class=\"run\">%s</code></dd>\n", label, text);
}

static void put_claim(FILE *out, const struct claim_rows *c, size_t row)
{
    const char *cell[CLAIM_COLUMNS];
    for (size_t i = 0; i < CLAIM_COLUMNS; i++)
        cell[i] = cell_of(c, row, i);
    bool fine = as_expected(c, row);
    page_put(out,
             "<tbody id=\"claim-%s\" class=\"%s\">\n"
             "<tr><th scope=\"rowgroup\" rowspan=\"2\">%s<span class=\"kind\">%s</span></th>\n"
             "<td rowspan=\"2\"><span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> "
             "%s</span>",
             page_count(row + 1).text, fine ? "expected" : "unexpected", cell[CLAIM_ID],
             cell[CLAIM_SOURCE], cell[CLAIM_VERDICT], verdict_signs[verdict_of(c, row)],
             cell[CLAIM_VERDICT]);
    if (!fine)
        page_put(out, "<span class=\"alarm\">NOT AS EXPECTED: was to be %s</span>",
                 cell[CLAIM_EXPECTED]);
    page_put(out, "<span class=\"kind %s\">%s</span></td>\n<td>%s</td>\n", cell[CLAIM_KIND],
             cell[CLAIM_KIND], cell[CLAIM_STATEMENT]);
    for (size_t i = CLAIM_VALUE; i <= CLAIM_CLEARANCE; i++)
        page_put(out, "<td class=\"number\" data-label=\"%s\">%s</td>\n", claim_columns[i].name,
                 page_number(cell[i]).text);
    page_put(out, "</tr>\n<tr class=\"more\"><td colspan=\"4\"><dl>\n");
    put_fact(out, "domain", cell[CLAIM_DOMAIN]);
    put_fact(out, "seen", cell[CLAIM_DETAIL]);
    put_fact(out, "value is", cell[CLAIM_QUANTITY]);
    put_fact(out, "must hold", cell[CLAIM_RELATION]);
    put_fact(out, "allowance", cell[CLAIM_ALLOWANCE]);
    put_command(out, "judge again", cell[CLAIM_COMMAND]);
    put_command(out, "see it", cell[CLAIM_SHOWN_BY]);
    page_put(out, "</dl></td></tr>\n</tbody>\n");
}

void report_claims(FILE *out, const struct claim_rows *c)
{
    page_put(out, "<section id=\"claims\">\n<h2>Claims</h2>\n<ul class=\"legend\">\n");
    size_t words = VERDICTS;
    for (size_t row = 0; row < c->csv.row_count; row++)
        words = verdict_of(c, row) == VERDICT_NONE ? VERDICT_WORDS : words;
    for (size_t v = 0; v < words; v++)
        page_put(
            out,
            "<li><span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> %s</span> %s</li>\n",
            verdict_names[v], verdict_signs[v], verdict_names[v], verdict_meanings[v]);
    for (size_t k = 0; k < CLAIM_KINDS; k++)
        page_put(out, "<li><span class=\"kind %s\">%s</span> %s</li>\n", claim_kind_names[k],
                 claim_kind_names[k], claim_kind_meanings[k]);
    page_put(out, "<li><b>clearance</b>: how far the value is from the limit, positive on the side "
                  "the claim needs</li>\n"
                  "</ul>\n"
                  "<table class=\"claims\">\n"
                  "<thead><tr><th scope=\"col\">claim, source</th><th scope=\"col\">verdict, "
                  "kind</th><th scope=\"col\">statement</th><th scope=\"col\" "
                  "class=\"number\">value</th><th scope=\"col\" class=\"number\">limit</th><th "
                  "scope=\"col\" class=\"number\">clearance</th></tr></thead>\n");
    for (int pass = 0; pass < 2; pass++)
        for (size_t row = 0; row < c->csv.row_count; row++)
            if (as_expected(c, row) == (pass == 1))
                put_claim(out, c, row);
    page_put(out, "</table>\n</section>\n");
}
