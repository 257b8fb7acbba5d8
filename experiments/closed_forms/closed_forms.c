#include "experiments/closed_forms/closed_forms.h"

#include "experiments/closed_forms/rows.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/draws/tokens/token_assign.h"

/* A row per type of encoding. */
#define ROW(name) &closed_##name,
static const struct closed_forms *const rows[] = {ENCODING_TYPES(ROW)};
#undef ROW

/* The row of a type, or one without forms. */
static const struct closed_forms *row_of(const struct encoding_type *type)
{
    static const struct closed_forms none;
    size_t i = 0;
    while (i < sizeof rows / sizeof *rows && rows[i]->type != type)
        i++;
    return i < sizeof rows / sizeof *rows ? rows[i] : &none;
}

const struct closed_forms *closed_forms(const struct encoding *encoding)
{
    const struct closed_forms *row = row_of(encoding->type);
    return !row->hold || row->hold(encoding) ? row : row_of(NULL);
}

const char *closed_where(const struct encoding *encoding) { return row_of(encoding->type)->held; }

bool closed_allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    /* expectations of A and B are enough for the mean of a sum over pairs */
    return (qk_stated(&qk->law) && encoding->type->bank && closed_forms(encoding)->mean) ||
           qk_drawable(qk, encoding, error);
}

static bool has_mean(const struct encoding *e) { return closed_forms(e)->mean && !token_reads(e); }

static bool is_bank(const struct encoding *e) { return e->type->bank; }

bool closed_mean_allowed(const struct encoding *e, const struct qk_model *qk, const char *who,
                         struct message *error)
{
    if (!tokens_unread(e, who, has_mean, error))
        return false;
    if (!has_mean(e))
        return message_set(error, "encoding \"%s\" has no mean in closed form; expected %s%s%s",
                           e->text, closed_where(e) ? closed_where(e) : "one of ",
                           closed_where(e) ? ", or one of " : "", encoding_names(has_mean).text);
    if (qk_rows_of(&qk->law) && !e->type->bank)
        return message_set(error,
                           "query-key model \"%s\" has measured moments, which are not enough for "
                           "the mean of \"%s\"; expected one of %s",
                           qk->text, e->text, encoding_names(is_bank).text);
    return closed_allowed(e, qk, error);
}

enum status closed_measure(const struct encoding *encoding, const struct qk_law *law)
{
    const struct closed_forms *closed = closed_forms(encoding);
    return closed->mean ? qk_measure(law, closed->variance != NULL) : STATUS_OK;
}

enum status closed_moments(const struct encoding *encoding, const struct qk_law *law, size_t count,
                           const double *distance, double *mean, double *variance, bool *has_mean,
                           bool *has_variance)
{
    const struct closed_forms *closed = closed_forms(encoding);
    enum status status = closed->mean ? closed_measure(encoding, law) : STATUS_UNDEFINED;
    status = status == STATUS_OK ? closed->mean(encoding, law, count, distance, mean) : status;
    *has_mean = status == STATUS_OK;
    *has_variance = false;
    if (status != STATUS_OK && status != STATUS_UNDEFINED)
        return status;
    status = closed->variance ? closed->variance(encoding, law, count, distance, variance)
                              : STATUS_UNDEFINED;
    *has_variance = status == STATUS_OK;
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}
