/* The tables of experiments and of commands beside them: a new one is one file and one row here. */
#include "experiments/harness/command/commands.h"
#include "experiments/harness/command/experiment.h"

extern const struct experiment experiment_bias, experiment_gap, experiment_instability,
    experiment_lemmas, experiment_decay, experiment_diffhist, experiment_locality,
    experiment_consistency, experiment_aliasing, experiment_normality, experiment_tradeoff,
    experiment_basebound, experiment_bounds, experiment_frequencies, experiment_scores,
    experiment_precision, experiment_moments, experiment_heads, experiment_properties,
    experiment_reportcard, experiment_shift;

const struct experiment *const experiments[] = {
    &experiment_bias,     &experiment_gap,         &experiment_instability, &experiment_lemmas,
    &experiment_decay,    &experiment_diffhist,    &experiment_locality,    &experiment_consistency,
    &experiment_aliasing, &experiment_normality,   &experiment_tradeoff,    &experiment_basebound,
    &experiment_bounds,   &experiment_frequencies, &experiment_scores,      &experiment_precision,
    &experiment_moments,  &experiment_heads,       &experiment_properties,  &experiment_reportcard,
    &experiment_shift,
};
const size_t experiment_count = sizeof experiments / sizeof *experiments;

extern const struct command audit_command;

const struct command *const added_commands[] = {&audit_command};
const size_t added_command_count = sizeof added_commands / sizeof *added_commands;
