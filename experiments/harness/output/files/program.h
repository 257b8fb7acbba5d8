/* Where this program stands, and so what belongs to it and how it is typed: installed, as
 * PREFIX/bin/posbias, or in a checkout, as build/posbias or build/FLAVOUR/posbias. Links to it lead
 * to the same. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_PROGRAM_H
#define POSBIAS_HARNESS_OUTPUT_FILES_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

/* How commands that are shown call it: "posbias" where it is installed, else "build/posbias". */
const char *program_name(void);

/* The path of another program in the same folder. Returns: false if the system does not say where
 * that is, or out is too small. */
bool program_beside(const char *name, char *out, size_t size);

/* The folder of the gnuplot scripts: PREFIX/share/posbias/plots, or plots/ beside build/. Returns:
 * false if there is none. */
bool program_scripts(char *out, size_t size);

#endif
