/* The commands about figures: the runs behind them, drawing them, the page they stand on. Each
 * returns the exit status. */
#ifndef POSBIAS_HARNESS_COMMAND_FIGURE_COMMANDS_H
#define POSBIAS_HARNESS_COMMAND_FIGURE_COMMANDS_H

#include "experiments/harness/command/commands.h"

/* Prints a line per figure: stem, rough seconds, the arguments of its run quoted for a shell, apart
 * by tabs. */
int command_plan(const struct request *request);

int command_plot(const struct request *request);
int command_report(const struct request *request);

#endif
