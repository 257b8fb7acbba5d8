#define _GNU_SOURCE /* qsort_r */
#include "experiments/harness/report/report_claims.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/report/page.h"

/* The claims of one paper: a stretch of rows that are ordered by paper, and then as in the file. */
struct paper_rows {
    const size_t *row;
    size_t count;
};

static int by_paper(const void *a, const void *b, void *claims)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int order = strcmp(claim_cell(claims, x, CLAIM_PAPER), claim_cell(claims, y, CLAIM_PAPER));
    return order ? order : (x > y) - (x < y);
}

/* Those with most claims before, then as in the file. */
static int by_count(const void *a, const void *b)
{
    const struct paper_rows *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->row[0] > y->row[0]) - (x->row[0] < y->row[0]);
}

/* Fills rows and papers, both with room for every row. Returns: how many papers there are. */
static size_t find_papers(struct claim_rows *c, size_t *rows, struct paper_rows *papers)
{
    size_t count = 0;
    for (size_t row = 0; row < c->csv.row_count; row++)
        rows[row] = row;
    qsort_r(rows, c->csv.row_count, sizeof *rows, by_paper, c);
    for (size_t i = 0; i < c->csv.row_count; i++) {
        const char *paper = claim_cell(c, rows[i], CLAIM_PAPER);
        if (i == 0 || strcmp(paper, claim_cell(c, rows[i - 1], CLAIM_PAPER)) != 0)
            papers[count++] = (struct paper_rows){rows + i, 0};
        papers[count - 1].count++;
    }
    qsort(papers, count, sizeof *papers, by_count);
    return count;
}

static void put_fact(FILE *out, const char *label, const char *text)
{
    if (*text)
        page_put(out, "<dt>%s</dt><dd>%s</dd>\n", label, text);
}

static void put_number(FILE *out, const char *label, const char *text)
{
    if (*text)
        page_put(out, "<dt>%s</dt><dd>%s</dd>\n", label, page_number(text).text);
}

static void put_command(FILE *out, const char *label, const char *text)
{
    if (*text)
        page_put(out, "<dt>%s</dt><dd><code class=\"run\">%s</code></dd>\n", label, text);
}

static void put_facts(FILE *out, const struct claim_rows *c, size_t row)
{
    const char *cell[CLAIM_COLUMNS];
    for (size_t i = 0; i < CLAIM_COLUMNS; i++)
        cell[i] = claim_cell(c, row, (enum claim_column)i);
    page_put(out, "<dl>\n<dt>kind</dt><dd class=\"kind %s\">%s</dd>\n", cell[CLAIM_KIND],
             cell[CLAIM_KIND]);
    put_fact(out, "finding", cell[CLAIM_FINDING]);
    put_fact(out, "source", cell[CLAIM_SOURCE]);
    put_fact(out, "domain", cell[CLAIM_DOMAIN]);
    put_fact(out, "seen", cell[CLAIM_DETAIL]);
    put_fact(out, "value is", cell[CLAIM_QUANTITY]);
    put_number(out, "value", cell[CLAIM_VALUE]);
    put_fact(out, "must hold", cell[CLAIM_RELATION]);
    put_number(out, "limit", cell[CLAIM_LIMIT]);
    put_number(out, "clearance", cell[CLAIM_CLEARANCE]);
    put_fact(out, "allowance", cell[CLAIM_ALLOWANCE]);
    put_command(out, "judge again", cell[CLAIM_COMMAND]);
    put_command(out, "see it", cell[CLAIM_SHOWN_BY]);
    page_put(out, "</dl>\n");
}

static void put_claim(FILE *out, const struct claim_rows *c, size_t row)
{
    bool fine = claim_as_expected(c, row);
    size_t verdict = claim_verdict(c, row);
    page_put(out,
             fine ? "<details class=\"claim\" id=\"claim-%s\" data-verdict=\"%s\">\n<summary>"
                  : "<details class=\"claim unexpected\" open=\"\" id=\"claim-%s\" "
                    "data-verdict=\"%s\">\n<summary>",
             page_count(row + 1).text, verdict_names[verdict]);
    claim_badge(out, verdict);
    page_put(out, "<span class=\"statement\">%s", claim_cell(c, row, CLAIM_STATEMENT));
    if (*claim_cell(c, row, CLAIM_VARIANT))
        page_put(out, " <span class=\"variant\">%s</span>", claim_cell(c, row, CLAIM_VARIANT));
    page_put(out, "</span><span class=\"id\">%s</span><span class=\"margin\">%s</span></summary>\n",
             claim_cell(c, row, CLAIM_ID), page_short(claim_cell(c, row, CLAIM_CLEARANCE)).text);
    if (!fine)
        page_put(out, "<p class=\"alarm\">NOT AS EXPECTED: was to be %s</p>\n",
                 claim_cell(c, row, CLAIM_EXPECTED));
    put_facts(out, c, row);
    page_put(out, "</details>\n");
}

static void put_legend(FILE *out, size_t words)
{
    page_put(out, "<ul class=\"legend\">\n");
    for (size_t v = 0; v < words; v++) {
        page_put(out, "<li>");
        claim_badge(out, v);
        page_put(out, " %s</li>\n", verdict_meanings[v]);
    }
    for (size_t k = 0; k < CLAIM_KINDS; k++)
        page_put(out, "<li><span class=\"kind %s\">%s</span> %s</li>\n", claim_kind_names[k],
                 claim_kind_names[k], claim_kind_meanings[k]);
    page_put(out, "<li><b>clearance</b>, at the end of each line: how far the value is from the "
                  "limit, positive on the side the claim needs</li>\n</ul>\n");
}

/* Hidden until the script that it belongs to runs. */
static void put_filter(FILE *out, size_t words)
{
    page_put(out, "<div class=\"filter\" id=\"filter\" role=\"search\" hidden=\"\">\n"
                  "<label>Containing <input type=\"search\" id=\"text\"/></label>\n");
    for (size_t v = 0; v < words; v++)
        page_put(out,
                 "<label><input type=\"checkbox\" value=\"%s\" checked=\"\"/> "
                 "%s</label>\n",
                 verdict_names[v], verdict_names[v]);
    page_put(out, "<span><button type=\"button\" id=\"open\">Open all shown</button> "
                  "<button type=\"button\" id=\"close\">Close</button></span>\n"
                  "<span id=\"shown\" role=\"status\" class=\"soft\"></span>\n</div>\n");
}

static void put_paper(FILE *out, const struct claim_rows *c, const struct paper_rows *paper)
{
    size_t tally[VERDICT_WORDS] = {0};
    for (size_t i = 0; i < paper->count; i++)
        tally[claim_verdict(c, paper->row[i])]++;
    page_put(out, "<section class=\"paper\">\n<h3>%s <span class=\"soft\">",
             claim_cell(c, paper->row[0], CLAIM_PAPER));
    const char *between = "";
    for (size_t v = 0; v < VERDICT_WORDS; v++)
        if (tally[v]) {
            page_put(out, "%s%s %s", between, page_count(tally[v]).text, verdict_names[v]);
            between = ", ";
        }
    page_put(out, "</span></h3>\n");
    for (size_t i = 0; i < paper->count; i++)
        if (claim_as_expected(c, paper->row[i]))
            put_claim(out, c, paper->row[i]);
    page_put(out, "</section>\n");
}

bool report_claims(FILE *out, struct claim_rows *c, struct message *error)
{
    size_t words = VERDICTS, unexpected = 0, room = c->csv.row_count + 1;
    size_t *rows = malloc(room * sizeof *rows);
    struct paper_rows *papers = malloc(room * sizeof *papers);
    bool ok = (rows && papers) || message_memory(error);
    size_t count = ok ? find_papers(c, rows, papers) : 0;
    for (size_t row = 0; row < c->csv.row_count; row++) {
        words = claim_verdict(c, row) == VERDICT_NONE ? VERDICT_WORDS : words;
        unexpected += !claim_as_expected(c, row);
    }
    page_put(out, "<section id=\"claims\">\n<h2>Claims by paper</h2>\n");
    put_legend(out, words);
    put_filter(out, words);
    page_put(out, "<div class=\"papers\">\n");
    if (unexpected)
        page_put(out, "<section class=\"paper\">\n<h3>Not as expected</h3>\n");
    for (size_t row = 0; row < c->csv.row_count; row++)
        if (!claim_as_expected(c, row))
            put_claim(out, c, row);
    if (unexpected)
        page_put(out, "</section>\n");
    for (size_t i = 0; i < count; i++)
        put_paper(out, c, &papers[i]);
    page_put(out, "</div>\n</section>\n");
    free(rows);
    free(papers);
    return ok;
}
