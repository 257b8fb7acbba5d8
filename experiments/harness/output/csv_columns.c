#include "experiments/harness/output/csv_columns.h"

#include "theory/ground/text.h"

size_t csv_column(const struct csv *csv, const char *name)
{
    return text_find(name, csv->column_count, (const char *const *)csv->names);
}

bool csv_columns(const struct csv *csv, const char *path, size_t count, const char *const *names,
                 size_t *at, struct message *error)
{
    for (size_t i = 0; i < count; i++)
        if ((at[i] = csv_column(csv, names[i])) == csv->column_count)
            return message_set(error, "%s: no column \"%s\"; it has %s", path, names[i],
                               text_join(csv->column_count, (const char *const *)csv->names).text);
    return true;
}
