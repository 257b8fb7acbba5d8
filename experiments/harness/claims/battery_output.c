#include "experiments/harness/claims/battery_output.h"

#include "experiments/harness/claims/battery_papers.h"

bool battery_output_open(struct battery_output *out, bool as_csv, struct header *header,
                         const char *path, struct message *error)
{
    *out = (struct battery_output){.table = NULL};
    if (!as_csv)
        return atomic_open(&out->file, path, error);
    out->table = table_open(path, TABLE_CSV, header, CLAIM_COLUMNS, claim_columns, error);
    return out->table != NULL;
}

void battery_output_discard(struct battery_output *out)
{
    if (out->table)
        table_discard(out->table);
    else
        atomic_discard(&out->file);
}

bool battery_output_finish(struct battery_output *out, enum claim_format format, size_t count,
                           const struct judged *list, struct message *error)
{
    static bool (*const print[])(FILE *, size_t, const struct judged *) = {
        [CLAIM_TABLE] = battery_print_table,
        [CLAIM_SUMMARY] = battery_print_summary,
        [CLAIM_JSON] = battery_print_json,
        [CLAIM_TAP] = battery_print_tap,
        [CLAIM_MARKDOWN] = battery_print_markdown};
    if (out->table) {
        battery_fill_table(count, list, out->table);
        return table_close(out->table, error);
    }
    if (print[format](out->file.stream, count, list))
        return atomic_commit(&out->file, error);
    atomic_discard(&out->file);
    return message_memory(error);
}
