#include "experiments/harness/report/report_claims.h"

#include <string.h>

#include "experiments/harness/report/page.h"

static bool same_paper(const struct claim_rows *c, size_t a, size_t b)
{
    return strcmp(claim_cell(c, a, CLAIM_PAPER), claim_cell(c, b, CLAIM_PAPER)) == 0;
}

static size_t count_of_paper(const struct claim_rows *c, size_t of)
{
    size_t count = 0;
    for (size_t row = 0; row < c->csv.row_count; row++)
        count += same_paper(c, of, row);
    return count;
}

static bool first_of_paper(const struct claim_rows *c, size_t row)
{
    size_t before = 0;
    while (before < row && !same_paper(c, before, row))
        before++;
    return before == row;
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
    page_put(
        out,
        "<span class=\"statement\">%s</span><span class=\"id\">%s</span><span class=\"margin\">%s</span></summary>\n",
        claim_cell(c, row, CLAIM_STATEMENT), claim_cell(c, row, CLAIM_ID),
        page_short(claim_cell(c, row, CLAIM_CLEARANCE)).text);
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

static void put_paper(FILE *out, const struct claim_rows *c, size_t first)
{
    size_t tally[VERDICT_WORDS] = {0};
    for (size_t row = first; row < c->csv.row_count; row++)
        if (same_paper(c, first, row))
            tally[claim_verdict(c, row)]++;
    page_put(out, "<section class=\"paper\">\n<h3>%s <span class=\"soft\">",
             claim_cell(c, first, CLAIM_PAPER));
    const char *between = "";
    for (size_t v = 0; v < VERDICT_WORDS; v++)
        if (tally[v]) {
            page_put(out, "%s%s %s", between, page_count(tally[v]).text, verdict_names[v]);
            between = ", ";
        }
    page_put(out, "</span></h3>\n");
    for (size_t row = first; row < c->csv.row_count; row++)
        if (same_paper(c, first, row) && claim_as_expected(c, row))
            put_claim(out, c, row);
    page_put(out, "</section>\n");
}

void report_claims(FILE *out, const struct claim_rows *c)
{
    size_t words = VERDICTS, unexpected = 0;
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
    for (size_t claims = c->csv.row_count; claims > 0; claims--)
        for (size_t row = 0; row < c->csv.row_count; row++)
            if (first_of_paper(c, row) && count_of_paper(c, row) == claims)
                put_paper(out, c, row);
    page_put(out, "</div>\n</section>\n");
}
