/* Mean and variance of the score in closed form. */
#include "experiments/closed_forms/closed_forms.h"
#include "lib/arguments.h"

enum moment { MEAN, VARIANCE };

static int moments(struct call *call, const posbias_encoding *encoding, const posbias_model *model,
                   enum moment which, size_t count, const double *distance, double *out)
{
    static const char *const names[] = {[MEAN] = "mean", [VARIANCE] = "variance"};
    int status = argument_given(call, encoding, "encoding");
    if (status == POSBIAS_OK)
        status = argument_given(call, model, "model");
    if (status == POSBIAS_OK)
        status = argument_given(call, distance, "distance");
    if (status == POSBIAS_OK)
        status = argument_given(call, out, names[which]);
    if (status == POSBIAS_OK)
        status = argument_distances(call, encoding->of, count, distance);
    if (status != POSBIAS_OK)
        return status;
    const struct encoding *e = encoding->of;
    if (!closed_mean_allowed(e, &model->of, "libposbias", &call->message))
        return POSBIAS_UNDEFINED;
    closed_curve *form = which == MEAN ? closed_forms(e)->mean : closed_forms(e)->variance;
    enum status done = form ? form(e, &model->of.law, count, distance, out) : STATUS_UNDEFINED;
    if (done == STATUS_UNDEFINED)
        message_set(&call->message,
                    "query-key model \"%s\": the score of \"%s\" has no %s in closed form under it",
                    model->of.text, e->text, names[which]);
    return call_status(done);
}

int posbias_closed_mean(const posbias_encoding *encoding, const posbias_model *model, size_t count,
                        const double *distance, double *mean, char *error, size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, moments(&call, encoding, model, MEAN, count, distance, mean));
}

int posbias_closed_variance(const posbias_encoding *encoding, const posbias_model *model,
                            size_t count, const double *distance, double *variance, char *error,
                            size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, moments(&call, encoding, model, VARIANCE, count, distance, variance));
}
