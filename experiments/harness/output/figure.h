/* A figure of a result: what to run for it and what it shows. */
#ifndef POSBIAS_HARNESS_OUTPUT_FIGURE_H
#define POSBIAS_HARNESS_OUTPUT_FIGURE_H

/* The stem names its CSV, its .gp script, its SVG and its PNG. */
struct figure {
    const char *stem, *title, *caption;
    const char *const *arguments; /* NULL-terminated, after the experiment's name */
};

#endif
