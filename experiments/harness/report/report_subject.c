#include "experiments/harness/report/report_subject.h"

#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/harness/report/page.h"
#include "experiments/harness/report/subject.h"

/* The numbers of every row that has a name of its own, above those from elsewhere. */
static void put_context(FILE *out, const struct subject_context *c, const struct csv *csv)
{
    const char *const names[] = {c->names[0], c->names[1], c->numbers[0], c->numbers[1]};
    struct message ignored;
    size_t at[4];
    page_put(out,
             "<table class=\"context\">\n"
             "<caption class=\"soft\">%s</caption>\n"
             "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" "
             "class=\"number\">%s</th><th scope=\"col\" class=\"number\">%s</th></tr></thead>\n"
             "<tbody>\n",
             c->caption, c->heads[0], c->heads[1], c->heads[2]);
    bool readable = csv_columns(csv, "", 4, names, at, &ignored);
    for (size_t row = 0; readable && row < csv->row_count; row++) {
        bool seen = false;
        for (size_t i = 0; i < row && !seen; i++)
            seen = strcmp(csv_cell(csv, i, at[0]), csv_cell(csv, row, at[0])) == 0 &&
                   strcmp(csv_cell(csv, i, at[1]), csv_cell(csv, row, at[1])) == 0;
        if (!seen)
            page_put(out,
                     "<tr><th scope=\"row\"><code>%s</code>, <code>%s</code></th><td "
                     "class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n",
                     csv_cell(csv, row, at[0]), csv_cell(csv, row, at[1]),
                     page_number(csv_cell(csv, row, at[2])).text,
                     page_number(csv_cell(csv, row, at[3])).text);
    }
    for (size_t i = 0; i < c->row_count; i++)
        page_put(out,
                 "<tr><th scope=\"row\">%s</th><td class=\"number\">%s</td><td "
                 "class=\"number\">%s</td></tr>\n",
                 c->rows[i][0], c->rows[i][1], c->rows[i][2]);
    page_put(out, "</tbody>\n</table>\n");
}

static void put_reading(FILE *out, const struct subject_reading *reading)
{
    page_put(
        out,
        "<details class=\"prose\">\n<summary>What to take from it</summary>\n<p>%s</p>\n<ol>\n",
        reading->opening);
    for (size_t i = 0; i < reading->line_count; i++)
        page_put(out, "<li>%s</li>\n", reading->lines[i]);
    page_put(out,
             "</ol>\n<p class=\"soft\">The numbers in this list are of <code "
             "class=\"run\">%s %s</code></p>\n</details>\n",
             program_name(), reading->command);
}

void report_beside(FILE *out, const char *experiment, const char *stem, const struct csv *csv)
{
    if (strcmp(experiment, subject.context.experiment) == 0)
        put_context(out, &subject.context, csv);
    if (strcmp(stem, subject.reading.experiment) == 0)
        put_reading(out, &subject.reading);
}
