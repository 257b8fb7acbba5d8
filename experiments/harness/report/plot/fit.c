#include "experiments/harness/report/plot/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"

/* Rows that gnuplot draws in some seconds, characters of a label that it parts into lines, and what
 * leaves room for an axis around a number. */
enum { ROWS_MOST = 100000, CELL_MOST = 1000 };
static const double number_most = 1e300;

struct message plot_advice(const struct csv *csv, const struct plot_axes *axes)
{
    struct message advice = {""};
    if (axes->widest_values > 1)
        message_set(&advice, "filter column \"%s\", which has %zu values", csv->names[axes->widest],
                    axes->widest_values);
    else
        message_set(&advice, "filter the rows");
    return advice;
}

bool plot_has_rows(const struct csv *csv, struct message *error)
{
    return csv->row_count > 0 || message_set(error, "the table has no rows");
}

static bool refuse(const struct csv *csv, size_t row, size_t column, const char *why,
                   struct message *error)
{
    return message_set(error, "row %zu, column %s: \"%s\" %s", row + 1, csv->names[column],
                       csv_cell(csv, row, column), why);
}

/* Whether a cell is a number; one with an exponent out of range and NaN are, and not finite. */
static bool is_number(const char *cell, double *number)
{
    char *end;
    *number = strtod(cell, &end);
    return end > cell && !*end;
}

/* Whether a column that has numbers has nothing else. In: over, if they have to be over 0. */
static bool numbers_fit(const struct csv *csv, size_t column, bool over, struct message *error)
{
    double number;
    bool numbers = false;
    for (size_t row = 0; row < csv->row_count; row++)
        numbers = numbers || is_number(csv_cell(csv, row, column), &number);
    for (size_t row = 0; numbers && row < csv->row_count; row++) {
        const char *cell = csv_cell(csv, row, column);
        if (!*cell)
            continue;
        if (!is_number(cell, &number) || (!isfinite(number) && !strpbrk(cell, "0123456789")))
            return refuse(csv, row, column, "is no finite number", error);
        if (!(fabs(number) <= number_most))
            return refuse(csv, row, column, "is over 1e300, which no axis holds", error);
        if (over && !(number > 0.0))
            return refuse(csv, row, column, "is not over 0, as this figure has it", error);
    }
    return true;
}

/* Whether the cells of a column can stand in a label. */
static bool labels_fit(const struct csv *csv, size_t column, struct message *error)
{
    for (size_t row = 0; row < csv->row_count; row++) {
        size_t length = strlen(csv_cell(csv, row, column));
        if (length > CELL_MOST)
            return message_set(
                error,
                "row %zu, column %s: \"%s\" has %zu characters; expected at most %d, "
                "for a label",
                row + 1, csv->names[column], csv_cell(csv, row, column), length, CELL_MOST);
    }
    return true;
}

/* Whether the name of a column can stand in a label. */
static bool name_fits(const struct csv *csv, size_t column, struct message *error)
{
    size_t length = strlen(csv->names[column]);
    return length <= CELL_MOST ||
           message_set(error,
                       "column %zu: the name \"%s\" has %zu characters; expected at most %d, for a "
                       "label",
                       column + 1, csv->names[column], length, CELL_MOST);
}

/* Whether no other column has the name. */
static bool is_single(const struct csv *csv, size_t column, struct message *error)
{
    for (size_t other = 0; other < csv->column_count; other++)
        if (other != column && strcmp(csv->names[other], csv->names[column]) == 0)
            return message_set(error, "column \"%s\" is there twice; expected a name for each",
                               csv->names[column]);
    return true;
}

/* Whether a column says what a row is, in words. */
static bool is_words(const struct csv *csv, size_t column)
{
    return strcmp(csv->names[column], "encoding") == 0 || strcmp(csv->names[column], "qk") == 0;
}

bool plot_fits(const struct csv *csv, const struct plot_script *script,
               const struct plot_axes *axes, struct message *error)
{
    const size_t shown[] = {axes->x, axes->y, axes->lo, axes->hi, axes->se};
    bool any = strcmp(script->stem, plot_any) == 0;
    if (csv->row_count > ROWS_MOST)
        return message_set(error, "the table has %zu rows, over the %d that are drawn; %s",
                           csv->row_count, ROWS_MOST, plot_advice(csv, axes).text);
    for (size_t i = 0; i < script->count; i++) {
        size_t column = script->columns[i];
        if (!is_single(csv, column, error) || !labels_fit(csv, column, error) ||
            (!is_words(csv, column) && !numbers_fit(csv, column, script->over[i], error)))
            return false;
    }
    for (size_t i = 0; any && i < sizeof shown / sizeof *shown; i++)
        if (shown[i] < csv->column_count &&
            (!name_fits(csv, shown[i], error) || !is_single(csv, shown[i], error) ||
             !numbers_fit(csv, shown[i], false, error)))
            return false;
    for (uint64_t left = axes->telling; left; left &= left - 1)
        if (!name_fits(csv, (size_t)__builtin_ctzll(left), error) ||
            !labels_fit(csv, (size_t)__builtin_ctzll(left), error))
            return false;
    return true;
}
