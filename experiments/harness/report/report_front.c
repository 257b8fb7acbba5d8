#include "experiments/harness/report/report_front.h"

#include <string.h>

#include "experiments/harness/output/files/program.h"
#include "experiments/harness/report/page.h"
#include "experiments/harness/report/subject.h"

static void put_tally(FILE *out, const struct claim_rows *c)
{
    size_t tally[VERDICT_WORDS] = {0}, unexpected = 0, controls = 0, proved = 0;
    for (size_t row = 0; row < c->csv.row_count; row++) {
        tally[claim_verdict(c, row)]++;
        proved += claim_proved(c, row);
        unexpected += !claim_as_expected(c, row);
        controls += strncmp(claim_cell(c, row, CLAIM_ID), "CONTROL", strlen("CONTROL")) == 0;
    }
    page_put(out, "<p><a href=\"#claims\">Claims judged</a>: %s.\n",
             page_count(c->csv.row_count - tally[VERDICT_NONE]).text);
    for (size_t v = 0; v < VERDICTS; v++) {
        page_put(out, "%s", v ? ", " : "");
        claim_badge(out, v);
        page_put(out, " %s", page_count(tally[v]).text);
    }
    page_put(out, ".\n");
    if (proved)
        page_put(out, "Judged by proof: %s.\n", page_count(proved).text);
    if (controls)
        page_put(out, "Controls, false on purpose: %s.\n", page_count(controls).text);
    if (unexpected)
        page_put(out, "<span class=\"wrong\">Not as expected: %s.</span>\n",
                 page_count(unexpected).text);
    else
        page_put(out, "Every verdict is the one expected.\n");
    if (tally[VERDICT_NONE])
        page_put(out, "Not judged: %s (%s; <code>%s claims --weights=FILE</code>).\n",
                 page_count(tally[VERDICT_NONE]).text, claim_needs_file, program_name());
    page_put(out, "</p>\n");
}

static void put_finding(FILE *out, const struct claim_rows *c, size_t row)
{
    page_put(out, "<li>%s (<a href=\"#claim-%s\">%s</a>, %s%s).</li>\n",
             claim_cell(c, row, CLAIM_FINDING), page_count(row + 1).text,
             claim_cell(c, row, CLAIM_ID), claim_cell(c, row, CLAIM_VERDICT),
             claim_proved(c, row) ? ", proved" : "");
}

static bool has_finding(const struct claim_rows *c, size_t row)
{
    return row < c->csv.row_count && *claim_cell(c, row, CLAIM_FINDING);
}

static void put_findings(FILE *out, const struct claim_rows *c)
{
    size_t all = 0, leading = 0;
    for (size_t row = 0; row < c->csv.row_count; row++)
        all += has_finding(c, row);
    for (size_t i = 0; i < subject.finding_count; i++)
        leading += has_finding(c, claim_row(c, subject.findings[i]));
    if (leading) {
        page_put(out, "<h2>What was found</h2>\n<ol class=\"findings\">\n");
        for (size_t i = 0; i < subject.finding_count; i++)
            if (has_finding(c, claim_row(c, subject.findings[i])))
                put_finding(out, c, claim_row(c, subject.findings[i]));
        page_put(out, "</ol>\n");
    }
    if (all) {
        page_put(out, "<details id=\"findings\">\n<summary>All findings: %s</summary>\n<ul>\n",
                 page_count(all).text);
        for (size_t row = 0; row < c->csv.row_count; row++)
            if (has_finding(c, row))
                put_finding(out, c, row);
        page_put(out, "</ul>\n</details>\n");
    }
}

void report_front(FILE *out, const struct claim_rows *c)
{
    page_put(out, "<h2>The question</h2>\n<p class=\"question\">%s</p>\n", subject.question);
    put_tally(out, c);
    put_findings(out, c);
}
