#include "experiments/harness/report/claim_rows.h"

#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/report/page.h"

const char *claim_cell(const struct claim_rows *c, size_t row, enum claim_column column)
{
    return csv_cell(&c->csv, row, c->at[column]);
}

size_t claim_verdict(const struct claim_rows *c, size_t row)
{
    size_t v = 0;
    while (v < VERDICT_WORDS && strcmp(claim_cell(c, row, CLAIM_VERDICT), verdict_names[v]) != 0)
        v++;
    return v;
}

bool claim_as_expected(const struct claim_rows *c, size_t row)
{
    return strcmp(claim_cell(c, row, CLAIM_AS_EXPECTED), "no") != 0;
}

bool claim_proved(const struct claim_rows *c, size_t row)
{
    return claim_verdict(c, row) != VERDICT_NONE &&
           strcmp(claim_cell(c, row, CLAIM_KIND), claim_kind_names[CLAIM_PROVED]) == 0;
}

size_t claim_row(const struct claim_rows *c, const char *id)
{
    size_t row = 0;
    while (row < c->csv.row_count && strcmp(claim_cell(c, row, CLAIM_ID), id) != 0)
        row++;
    return row;
}

void claim_badge(FILE *out, size_t verdict)
{
    page_put(out,
             "<span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> "
             "%s</span>",
             verdict_names[verdict], verdict_signs[verdict], verdict_names[verdict]);
}

bool claim_rows_read(const char *path, struct claim_rows *c, struct message *error)
{
    const char *names[CLAIM_COLUMNS];
    for (size_t i = 0; i < CLAIM_COLUMNS; i++)
        names[i] = claim_columns[i].name;
    if (!csv_read(path, &c->csv, error) ||
        !csv_columns(&c->csv, path, CLAIM_COLUMNS, names, c->at, error))
        return false;
    for (size_t row = 0; row < c->csv.row_count; row++)
        if (claim_verdict(c, row) == VERDICT_WORDS)
            return message_set(error, "%s: claim %s: unknown verdict \"%s\"", path,
                               claim_cell(c, row, CLAIM_ID), claim_cell(c, row, CLAIM_VERDICT));
    return true;
}
