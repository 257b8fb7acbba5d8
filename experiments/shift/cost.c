#include "experiments/shift/cost.h"

#include "experiments/harness/draws/qk.h"

size_t shift_draws_of(const struct run *run, const struct shift_task *task)
{
    return qk_alike(task->law, task->encoding) ? 1 : (size_t)run_number(run, "pairs");
}

void shift_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context"),
                              *variants = run_value(run, "variant");
    size_t each = contexts->count * variants->count;
    for (size_t i = 0; i < encodings->count * qks->count * each; i++) {
        struct shift_task task = {encodings->encodings[i / each / qks->count],
                                  &qks->qks[i / each % qks->count].law,
                                  (enum shift_kind)variants->numbers[i % variants->count],
                                  (size_t)contexts->numbers[i / variants->count % contexts->count]};
        struct message error;
        if (shift_allowed(task.encoding, task.kind, &error))
            shift_measure_cost(cost, &task, shift_draws_of(run, &task));
        cost_rows(cost, 1.0, 7.0);
        cost_step(cost);
    }
}
