/* The command that judges claims. */
#ifndef POSBIAS_HARNESS_COMMAND_CLAIMS_COMMAND_H
#define POSBIAS_HARNESS_COMMAND_CLAIMS_COMMAND_H

#include "experiments/harness/command/commands.h"

/* Judges what the request asks for. Returns: the exit status. */
int command_claims(const struct request *request);

/* The formats it writes, as enum claim_format counts them, up to a NULL. */
extern const char *const claim_formats[];

#endif
